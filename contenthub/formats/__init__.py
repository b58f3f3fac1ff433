"""How the admin writes dates and times, by language, where Django's way is not that of the hub's country."""
