"""The console command `girih`.

دستور خط فرمان گره. Each subcommand is one of Django's management commands, said in the words people use;
`girih manage …` reaches the rest.
"""

import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "migrate": "migrate",
    "load-reference": "load_reference",
    "import-ties": "import_ties",
    "brief": "brief",
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
  girih check            is this installation fit to serve? / آیا این نصب آماده خدمت است؟
  girih manage …         Django's own commands / دستورهای خود جنگو

  girih COMMAND --help   more of each / شرح هر دستور
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit status. Errors are one sentence each on stderr."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        sys.stdout.write(HELP)
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS and name != "manage":
        sys.stderr.write(f"girih: no command “{name}” / دستور «{name}» شناخته نیست — girih --help\n")
        return 2
    settings = "girih.config.demo" if name == "demo" else "girih.config.settings"
    os.environ["DJANGO_SETTINGS_MODULE"] = settings

    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    line = ["girih", *(rest if name == "manage" else [COMMANDS[name], *rest])]
    try:
        execute_from_command_line(line)
    except DatabaseError as error:
        sentence = str(error).splitlines()[0]
        sys.stderr.write(
            f"girih: the database refuses: {sentence} / پایگاه داده نپذیرفت؛ «girih migrate» را اجرا کنید\n"
        )
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
