import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('verb', models.CharField(max_length=80)),
                ('user_id', models.BigIntegerField(null=True)),
                ('actor', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Touch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=80)),
                ('object_id', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=200)),
                ('deed', models.CharField(max_length=10)),
                ('fields', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='touches', to='audit.entry')),
            ],
            options={
                'indexes': [models.Index(fields=['model', 'object_id', '-id'], name='audit_touch_record')],
            },
        ),
    ]
