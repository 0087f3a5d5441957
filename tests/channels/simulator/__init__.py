"""A small real server that plays the channels, with their quotas, their moods and their mistakes."""
