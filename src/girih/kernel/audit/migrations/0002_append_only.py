"""The database itself refuses to change or remove a line of the journal."""

from django.db import migrations

from girih.kernel.audit.seal import seal, unseal


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: seal(schema_editor.connection),
            lambda apps, schema_editor: unseal(schema_editor.connection),
        )
    ]
