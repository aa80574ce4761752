"""Makes the database that DATABASE_URL names anew, and empty."""

import os
import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def main() -> int:
    """Drop the database where it stands, and create it."""
    address = os.environ["DATABASE_URL"]
    name = sql.Identifier(urlsplit(address).path.lstrip("/"))
    with psycopg.connect(address.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
