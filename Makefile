# make demo    try Girih on this machine, with sample people
# make test    the whole suite: both databases, browser included
# make bench   the measurements of docs/benchmarks.md
# make lock    renew the locked dependencies
# make messages  gather the translatable sentences

PYTHON ?= python3

.PHONY: setup demo serve test bench lock messages notices
setup:
	@$(PYTHON) scripts/setup.py

demo: setup
	@.venv/bin/girih demo

serve: setup
	@.venv/bin/girih serve

test:
	@$(PYTHON) scripts/setup.py --dev
	@.venv/bin/python scripts/test.py

bench:
	@$(PYTHON) scripts/setup.py --dev --bench
	@.venv/bin/python -m bench

lock: setup
	@.venv/bin/python scripts/lock.py

messages:
	@cd src/girih && ../../.venv/bin/django-admin makemessages --locale fa --no-location --no-wrap \
		--ignore 'static/*' --settings girih.config.settings

notices:
	@.venv/bin/python scripts/notices.py
