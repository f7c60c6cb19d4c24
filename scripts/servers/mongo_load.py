#!/usr/bin/env python3
"""Loads the seed data into a mongod, or creates a user. Python 3 standard library only.

  mongo_load.py PORT [--tls] --seed DIR          DIR holds <database>.<collection>.ndjson
  mongo_load.py PORT [--tls] --create-user NAME PASSWORD [--role ROLE@DATABASE] [--mechanism SCRAM-SHA-1]

Speaks OP_MSG (MongoDB manual, "MongoDB Wire Protocol") with the BSON types that the seed uses (bsonspec.org).
"""
import argparse
import datetime
import json
import pathlib
import socket
import ssl
import struct
import sys

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def element(name, value):
    key = name.encode() + b"\0"
    if isinstance(value, bool):
        return b"\x08" + key + (b"\1" if value else b"\0")
    if isinstance(value, int):
        if -(2**31) <= value < 2**31:
            return b"\x10" + key + struct.pack("<i", value)
        return b"\x12" + key + struct.pack("<q", value)
    if isinstance(value, float):
        return b"\x01" + key + struct.pack("<d", value)
    if isinstance(value, str):
        text = value.encode() + b"\0"
        return b"\x02" + key + struct.pack("<i", len(text)) + text
    if value is None:
        return b"\x0a" + key
    if isinstance(value, list):
        return b"\x04" + key + document({str(i): v for i, v in enumerate(value)})
    if set(value) == {"$date"}:
        when = datetime.datetime.fromisoformat(value["$date"].replace("Z", "+00:00"))
        return b"\x09" + key + struct.pack("<q", (when - EPOCH) // datetime.timedelta(milliseconds=1))
    return b"\x03" + key + document(value)


def document(value):
    body = b"".join(element(k, v) for k, v in value.items())
    return struct.pack("<i", len(body) + 5) + body + b"\0"


class Connection:
    def __init__(self, port, tls):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        if tls:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            self.socket = context.wrap_socket(self.socket)
        self.number = 0

    def read(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                sys.exit("mongod closed the connection")
            data += part
        return data

    def command(self, body, identifier=None, documents=()):
        """Sends one command; `documents` go as a kind 1 section named `identifier`."""
        message = struct.pack("<I", 0) + b"\0" + document(body)
        if identifier:
            rows = identifier.encode() + b"\0" + b"".join(document(d) for d in documents)
            message += b"\1" + struct.pack("<i", len(rows) + 4) + rows
        self.number += 1
        self.socket.sendall(struct.pack("<iiii", len(message) + 16, self.number, 0, 2013) + message)
        length = struct.unpack("<i", self.read(4))[0]
        reply = self.read(length - 4)
        # The answers to insert and createUser are small; {ok: 1.0} is a double 1 under the key "ok".
        if b"\x01ok\0" + struct.pack("<d", 1.0) not in reply or b"writeErrors" in reply:
            sys.exit(f"{next(iter(body))} was refused: {reply[:600]!r}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--seed", type=pathlib.Path)
    parser.add_argument("--create-user", nargs=2, metavar=("NAME", "PASSWORD"))
    parser.add_argument("--role", default="root@admin")
    parser.add_argument("--mechanism", action="append", help="all that the server has, where none is named")
    options = parser.parse_args()
    connection = Connection(options.port, options.tls)
    if options.seed:
        for path in sorted(options.seed.glob("*.ndjson")):
            database, collection = path.stem.split(".", 1)
            rows = [json.loads(line) for line in path.read_text().splitlines()]
            for start in range(0, len(rows), 500):
                connection.command({"insert": collection, "$db": database}, "documents", rows[start : start + 500])
    if options.create_user:
        name, password = options.create_user
        role, database = options.role.split("@")
        user = {"createUser": name, "pwd": password, "roles": [{"role": role, "db": database}]}
        if options.mechanism:
            user["mechanisms"] = options.mechanism
        connection.command({**user, "$db": "admin"})


if __name__ == "__main__":
    main()
