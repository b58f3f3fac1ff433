"""Queries that still read as they came with the hub ask which fields are for systems, and the web when things begin.

A query that somebody wrote or changed stays as it is. So does one of a channel for which a token was given out: a
program may ask it by its digest.
"""

import hashlib
from typing import Any

from django.db import migrations

ITEM = ("kind value text }", "kind value text metadata }")
DESK = ("kind value text internal }", "kind value text internal metadata }")
INDEX = ("fields { key kind text }", "fields { key kind text metadata }")
WEB = (
    f"        {INDEX[0]}\n",
    f'        {INDEX[1]}\n        moments: fields(kinds: ["date", "datetime"]) {{ key value }}\n',
)
CAME_AS = {
    "8d2168672b599805daa95bf14ea66a568457eb4f9ed79c6412d9cc5879dad0ea": ITEM,  # pragma: allowlist secret
    "b4915bb9a7afa37c0ad472a6681c2285c602011936338f089ffb4ccf536f7dd3": ITEM,  # pragma: allowlist secret
    "e23c57f2f311c754cd221a47d5e5d8299537e140bbf24e785832c781540161d0": ITEM,  # pragma: allowlist secret
    "7085f39d69914e9c24c076b12576c0d1255d6bd678777b42beaccda6580aeff3": DESK,  # pragma: allowlist secret
    "5568e348a36d6e9b7d26679e062f7eb8cc66f04f4b4dd36d17f8d4ab7935383a": INDEX,  # pragma: allowlist secret
    "0a2b04a56287ef75ab6e40ac6bfcb0e6aa80e489348640adc8dd12f2c9b4df0c": WEB,  # pragma: allowlist secret
}
"""The digests of the queries as they came, with what changes in each."""


def ask_more(apps: Any, _editor: Any) -> None:
    queries = apps.get_model("channels", "ChannelQuery").objects.filter(digest__in=CAME_AS)
    for query in queries.exclude(channel__tokens__digest__isnull=False):
        query.text = query.text.replace(*CAME_AS[query.digest])
        query.digest = hashlib.sha256(query.text.encode()).hexdigest()
        query.save(update_fields=["text", "digest"])


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_uses_of_contracts")]
    operations = [migrations.RunPython(ask_more, migrations.RunPython.noop)]
