"""SQLite kept no constraint in which no channel counts as a value: two constraints hold everywhere."""

from django.db import migrations, models


def keep_the_newest(apps, _editor):
    """Leave one general band for each measure: nothing kept SQLite from having more."""
    bands = apps.get_model('contenthub', 'ToneBand').objects.filter(channel=None)
    newest = {band.measure: band.pk for band in bands.order_by('pk')}
    bands.exclude(pk__in=newest.values()).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0005_queries_ask_what_is_for_systems'),
        ('contenthub', '0021_the_epoch_counts_labels'),
    ]

    operations = [
        migrations.RunPython(keep_the_newest, migrations.RunPython.noop),
        migrations.RemoveConstraint('toneband', 'tone_band_once'),
        migrations.AddConstraint(
            'toneband',
            models.UniqueConstraint(fields=('channel', 'measure'), name='tone_band_once_in_a_channel'),
        ),
        migrations.AddConstraint(
            'toneband',
            models.UniqueConstraint(
                condition=models.Q(('channel__isnull', True)), fields=('measure',), name='tone_band_once_everywhere'
            ),
        ),
    ]
