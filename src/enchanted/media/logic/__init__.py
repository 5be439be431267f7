"""Pure functions of the craft: names, metadata files, ladders, playlists, grants, subtitles."""
