#!/usr/bin/env python3
"""Loads the seed data into a mongod, creates a user, or shows what no reading may change. Python 3 standard library only.

  mongo_load.py PORT [--tls] --seed DIR          DIR holds <database>.<collection>.ndjson, and <database>.commands with
                                                 commands that are run before, one a line
  mongo_load.py PORT [--tls] --create-user NAME PASSWORD [--role ROLE@DATABASE] [--mechanism SCRAM-SHA-1]
  mongo_load.py PORT --initiate                  makes a replica set of this one member
  mongo_load.py PORT --step-down                 makes that a secondary for a day
  mongo_load.py PORT [--tls] --fingerprint       the hash of each database, and how many writes the server has counted

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
import time

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


def text(data, offset):
    """The zero-terminated text at `offset`, and where it ends."""
    end = data.index(b"\0", offset)
    return data[offset:end].decode(), end + 1


def parse(data, offset=0):
    """The document at `offset`, with the types that the answers below have; others are left out."""
    end = offset + struct.unpack_from("<i", data, offset)[0] - 1
    offset += 4
    found = {}
    while offset < end:
        kind = data[offset]
        name, offset = text(data, offset + 1)
        if kind in (0x03, 0x04):
            found[name] = parse(data, offset)
            offset += struct.unpack_from("<i", data, offset)[0]
        elif kind == 0x02:
            found[name] = text(data, offset + 4)[0]
            offset += 4 + struct.unpack_from("<i", data, offset)[0]
        elif kind in (0x01, 0x10, 0x12):
            form = {0x01: "<d", 0x10: "<i", 0x12: "<q"}[kind]
            found[name] = struct.unpack_from(form, data, offset)[0]
            offset += struct.calcsize(form)
        elif kind == 0x08:
            found[name] = data[offset] == 1
            offset += 1
        elif kind == 0x05:
            offset += 5 + struct.unpack_from("<i", data, offset)[0]
        elif kind in (0x07, 0x09, 0x0A, 0x11):
            offset += {0x07: 12, 0x09: 8, 0x0A: 0, 0x11: 8}[kind]
        else:
            sys.exit(f"an answer holds the type {kind:#x}")
    return found


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
        """Sends one command and returns its answer; `documents` go as a kind 1 section named `identifier`."""
        message = struct.pack("<I", 0) + b"\0" + document(body)
        if identifier:
            rows = identifier.encode() + b"\0" + b"".join(document(d) for d in documents)
            message += b"\1" + struct.pack("<i", len(rows) + 4) + rows
        self.number += 1
        self.socket.sendall(struct.pack("<iiii", len(message) + 16, self.number, 0, 2013) + message)
        length = struct.unpack("<i", self.read(4))[0]
        reply = self.read(length - 4)
        answer = parse(reply, 17)
        if answer.get("ok") != 1 or "writeErrors" in answer:
            sys.exit(f"{next(iter(body))} was refused: {str(answer)[:600]}")
        return answer


def initiate(connection, port):
    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    connection.command({"replSetInitiate": {"_id": "rs0", "members": [member]}, "$db": "admin"})
    for _ in range(600):
        # Once primary it writes two keys of its own: it is ready when they are there.
        if connection.command({"isMaster": 1, "$db": "admin"}).get("ismaster"):
            if connection.command({"count": "system.keys", "$db": "admin"})["n"] >= 2:
                return
        time.sleep(0.05)
    sys.exit("the replica set has no primary, or it has no keys, after 30 s")


def fingerprint(connection):
    listed = connection.command({"listDatabases": 1, "nameOnly": True, "$db": "admin"})["databases"]
    for name in sorted(database["name"] for database in listed.values()):
        # The server writes into its own by itself.
        if name not in ("config", "local"):
            print(f"dbHash {name} {connection.command({'dbHash': 1, '$db': name})['md5']}")
    status = connection.command({"serverStatus": 1, "$db": "admin"})
    counters = {**status["opcounters"], **{f"document.{k}": v for k, v in status["metrics"]["document"].items()}}
    for name in ("insert", "update", "delete", "document.inserted", "document.updated", "document.deleted"):
        print(f"{name} {counters[name]}")
    print(f"open cursors {status['metrics']['cursor']['open']['total']}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--seed", type=pathlib.Path)
    parser.add_argument("--create-user", nargs=2, metavar=("NAME", "PASSWORD"))
    parser.add_argument("--initiate", action="store_true")
    parser.add_argument("--step-down", action="store_true")
    parser.add_argument("--fingerprint", action="store_true")
    parser.add_argument("--role", default="root@admin")
    parser.add_argument("--mechanism", action="append", help="all that the server has, where none is named")
    options = parser.parse_args()
    connection = Connection(options.port, options.tls)
    if options.initiate:
        initiate(connection, options.port)
    if options.seed:
        for path in sorted(options.seed.glob("*.commands")):
            for line in path.read_text().splitlines():
                connection.command({**json.loads(line), "$db": path.stem})
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
    if options.step_down:
        connection.command({"replSetStepDown": 86400, "force": True, "$db": "admin"})
    if options.fingerprint:
        fingerprint(connection)


if __name__ == "__main__":
    main()
