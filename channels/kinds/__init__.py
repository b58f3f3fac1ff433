"""Channel kinds, one folder each; `channels.registry` finds them by their entry points."""
