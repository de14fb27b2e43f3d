"""The console command `girih`.

دستور خط فرمان گره. Each subcommand is one of Django's management commands, said in the words people use;
`girih manage …` reaches the rest.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "migrate": "migrate",
    "load-reference": "load_reference",
    "import-ties": "import_ties",
    "brief": "brief",
    "give-seat": "give_seat",
    "check": "check_deployment",
}
HELP = """\
girih — runs a network of creative cities as a plan / اداره شبکه شهرهای خلاق بر پایه برنامه

  girih demo             try it with sample people / آزمودن با کاربران نمونه
  girih serve            serve it / راه‌اندازی سامانه
  girih migrate          make or bring up the database / ساختن یا به‌روز کردن پایگاه داده
  girih load-reference   load the reference data / بار کردن داده‌های مرجع
  girih import-ties      bring a list of ties / وارد کردن فهرست پیوندها
  girih brief            state, findings and plan of a network / گزارش کوتاه شبکه
  girih give-seat        seat a person in an organisation / سپردن کرسی به یک شخص
  girih check            is this installation fit to serve? / آیا این نصب آماده خدمت است؟
  girih manage …         Django's own commands / دستورهای خود جنگو

  girih COMMAND --help   more of each / شرح هر دستور
"""


# Commands that need a database with the reference data; an embedded one is made when there is none yet.
NEEDS_DATA = {"import-ties", "brief", "serve"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit status. Errors are one sentence each on stderr."""
    _take_any_terminal()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        sys.stdout.write(HELP)
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS and name != "manage":
        _complain(f"no command “{name}” / دستور «{name}» شناخته نیست — girih --help")
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "girih.config.demo" if name == "demo" else "girih.config.settings"
    # Several processes share the cores; threads of the matrix library would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, execute_from_command_line
    from django.db import DatabaseError

    try:
        if name == "manage":
            execute_from_command_line(["girih manage", *rest])
        else:
            django.setup()
            _run(name, rest)
    except ImproperlyConfigured as error:
        _complain(f"{error} / تنظیمات پذیرفتنی نیست")
        return 1
    except CommandError as error:
        _complain(str(error))
        return error.returncode
    except DatabaseError as error:
        sentence = str(error).splitlines()[0]
        _complain(f"the database refuses: {sentence} / پایگاه داده نپذیرفت؛ «girih migrate» را اجرا کنید")
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def _take_any_terminal() -> None:
    """A terminal of another alphabet shows signs for our letters instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _complain(sentence: str) -> None:
    sys.stderr.write(f"girih: {sentence}\n")


def _run(name: str, rest: Sequence[str]) -> None:
    """Carry out one of our own commands under the name people type."""
    from django.core.management import get_commands, load_command_class

    module = COMMANDS[name]
    command = load_command_class(get_commands()[module], module)
    command._called_from_command_line = True
    options = vars(command.create_parser("girih", name).parse_args(rest))
    if name in NEEDS_DATA:
        _make_embedded_database()
    command.execute(*options.pop("args", ()), **options)


def _make_embedded_database() -> None:
    """On first use, make the embedded database with the reference data; a server is left to its keeper."""
    from django.conf import settings
    from django.core.management import call_command

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3") or Path(database["NAME"]).exists():
        return
    sys.stderr.write(f"girih: making the database in {settings.HOME} / ساختن پایگاه داده …\n")
    call_command("migrate", verbosity=0)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        call_command("load_reference", stdout=nowhere)


if __name__ == "__main__":
    sys.exit(main())
