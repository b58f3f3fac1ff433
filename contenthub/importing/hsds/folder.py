"""A folder of HSDS files: all of them are one set, since they point at each other."""

from contenthub.importing.facts import Facts
from contenthub.importing.files import files_in
from contenthub.importing.hsds.mapping import Town
from contenthub.importing.hsds.tables import Tables, read_csv, read_nested
from contenthub.importing.records import BadFile, Reading, Source


def read(source: Source) -> Reading:
    """Return what a file, or a folder with files, holds. A bad file is listed with its reason; the rest is read."""
    reading, tables = Reading(), Tables()
    for file, name in files_in(source.path, ".json", ".csv"):
        reading.read += 1
        try:
            one = Tables()
            (read_csv if file.suffix.lower() == ".csv" else read_nested)(file, one)
        except BadFile as error:
            reading.fail(name, str(error))
            continue
        for table, rows in one.rows.items():
            for row in rows.values():
                tables.add(table, row)
    facts = Facts("hsds")
    town = Town(tables, facts, source)
    reading.items = list(town.items())
    reading.facts = facts.all()
    for where, dropped in town.dropped.items():
        reading.drop(where, dropped)
    return reading
