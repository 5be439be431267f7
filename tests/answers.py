"""`python tests/answers.py URL`: exit code 0 when a database server answers there."""

import socket
import sys
from urllib.parse import urlsplit

parts = urlsplit(sys.argv[1])
try:
    socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=2).close()
except OSError:
    sys.exit(1)
