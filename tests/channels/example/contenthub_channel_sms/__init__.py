"""Text messages: the title and the summary of an item, cut to what one message holds."""

import json
from importlib.resources import files

from channels.kinds.base import stamped
from channels.output import Finding, Output

LONGEST = 160


class Sms:
    key = "sms"
    label = "Text messages"
    api = 1
    media_type = "application/json"
    template_version = "sms-1"
    queries = {"item": files(__package__).joinpath("item.graphql").read_text(encoding="utf-8")}

    def render_item(self, payload):
        item = payload.data.get("item")
        if not item or item["status"] != "LIVE":
            return []
        summary = next((one["text"] for one in item["fields"] if one["key"] == "summary"), "") or ""
        text = " ".join(f"{item['title']}: {summary}".strip(": ").split())
        findings = []
        if len(text) > LONGEST:
            findings = [Finding("warning", f"{len(text) - LONGEST} characters too long, cut.", "summary")]
            text = f"{text[: LONGEST - 1]}…"
        stamp = stamped(item["stamp"], self.template_version)
        content = json.dumps({"text": text, "stamp": stamp}, ensure_ascii=False).encode()
        return [Output(f"{item['locale']}/{item['key']}.json", self.media_type, content, (stamp,), tuple(findings))]

    def render_index(self, payload, produced):
        return []


def kind():
    return Sms()
