"""English as channels write it (see `content_models.facts.language.locales`): American where the hub is American."""

from content_models.facts.language.locales import read_locale

if read_locale("en").territory != "US":
    DATE_FORMAT = "j F Y"
    TIME_FORMAT = "H:i"
    DATETIME_FORMAT = "j F Y, H:i"
    YEAR_MONTH_FORMAT = "F Y"
    MONTH_DAY_FORMAT = "j F"
    SHORT_DATE_FORMAT = "j M Y"
    SHORT_DATETIME_FORMAT = "j M Y, H:i"
    FIRST_DAY_OF_WEEK = 1
