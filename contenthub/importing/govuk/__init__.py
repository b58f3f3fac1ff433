"""GOV.UK content items: publishing-api documents, as the front end gets them or as a publisher sends them."""

from contenthub.importing.govuk.folder import read_folder

__all__ = ["read_folder"]
