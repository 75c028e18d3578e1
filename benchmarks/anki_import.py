"""Import a table with Anki's own library, as a process of its own: COLLECTION TABLE."""

import sys

from anki.collection import Collection, ImportCsvRequest


def main(path: str, table: str) -> None:
    """Open the collection, import what is new or changed in the table, close it."""
    collection = Collection(path)
    metadata = collection.get_csv_metadata(table, None)
    collection.import_csv(ImportCsvRequest(path=table, metadata=metadata))
    collection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
