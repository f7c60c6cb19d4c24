"""Answers as recorded servers did, byte for byte: replay.py FOLDER CERTIFICATE. Standard library only.

Each FOLDER/{elasticsearch,postgresql,mongodb}/*/*.jsonl gets a port of its own on loopback, with TLS where the recorded
server spoke it. Standard output: `port NUMBER FILE` for each, then `ready`, then `unrecorded FILE WHAT` for whatever is
asked that the recorded server was never asked: a mistake of the test, never an answer.

What an answer is chosen by:
  HTTP        method, path and query; any `size` of a search will do.
  PostgreSQL  role and database of the startup message. Sessions were not recorded: after ReadyForQuery the connection
              is closed at the first message.
  MongoDB     the command, its database and collection; `responseTo` is set to the request's number. Only the closing of
              the probe's own cursor is not recorded, and answered with ok.
"""
import json, pathlib, re, selectors, socket, ssl, struct, sys, threading

PATIENCE = 30  # seconds that a connection may take: longer than any the probe makes
SSL_REQUEST, GSS_REQUEST = 80877103, 80877104


class Unrecorded(Exception):
    pass


class Recording:
    """One server in one state; `answer` says all that it does on one connection."""

    def __init__(self, name, lines, certificate):
        self.name, self.state = name, lines[0]
        self.lines = {}
        for line in lines[1:]:
            self.lines.setdefault(line["name"], line)
        ends = " ".join(line["end"] for line in lines[1:])
        self.alert_in_tls12 = "BAD_CERTIFICATE" in ends
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate)
        if self.state["access"] == "client_cert_required":
            # Servers that refuse in the handshake, and servers that let it succeed and refuse afterwards.
            self.tls.load_verify_locations(certificate)
            self.tls.verify_mode = ssl.CERT_REQUIRED if "CERTIFICATE" in ends else ssl.CERT_OPTIONAL
            if self.alert_in_tls12:
                self.tls.maximum_version = ssl.TLSVersion.TLSv1_2

    def handshake(self, connection):
        """The connection inside TLS."""
        if not self.alert_in_tls12:
            session = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            try:
                session.do_handshake()
            except ssl.SSLError:
                linger(session)
                raise ConnectionError
            return session
        # Java's libraries say bad_certificate (42) where OpenSSL's say handshake_failure (40). Before TLS 1.3 an alert in
        # the handshake is in the clear, and can be made the recorded one.
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = self.tls.wrap_bio(incoming, outgoing, server_side=True)
        while True:
            try:
                session.do_handshake()
                raise Unrecorded("a client certificate")
            except ssl.SSLWantReadError:
                connection.sendall(outgoing.read())
                data = connection.recv(65536)
                if not data:
                    raise ConnectionError
                incoming.write(data)
            except ssl.SSLError:
                connection.sendall(outgoing.read().replace(b"\x02\x28", b"\x02\x2a"))
                linger(connection)
                raise ConnectionError

    def serve(self, connection):
        """Until the recorded server would have closed."""
        connection.settimeout(PATIENCE)
        first = connection.recv(1, socket.MSG_PEEK)
        in_tls = first == b"\x16" and self.begins_with_tls
        if in_tls:
            if not self.state["tls"]:
                return
            connection = self.handshake(connection)
        self.answer(connection, in_tls)

    begins_with_tls = True


class HTTP(Recording):
    def __init__(self, name, lines, certificate):
        super().__init__(name, lines, certificate)
        self.exchanges = {}
        for line in lines[1:]:
            if not line["name"].startswith("other-dialect"):
                self.exchanges.setdefault(self.key(line["request"]), line)

    @staticmethod
    def key(request):
        return re.sub(r"(_search\?size=)\d+$", r"\1*", request)

    def answer(self, connection, in_tls):
        head = b""
        while b"\r\n\r\n" not in head:
            data = connection.recv(65536)
            if not data:
                return
            head += data
        request = " ".join(head.decode("latin-1").split("\r\n")[0].split(" ")[:2])
        if self.state["tls"] and not in_tls:
            exchange = self.lines.get("other-dialect-plain")
        else:
            exchange = self.exchanges.get(self.key(request))
        if exchange is None:
            raise Unrecorded(request)
        if exchange["end"] == "timeout":
            # Nothing, for as long as the client waits.
            connection.recv(1)
        connection.sendall(exchange["response"].encode("latin-1"))


class PostgreSQL(Recording):
    begins_with_tls = False

    def answer(self, connection, in_tls):
        while True:
            startup = self.startup(connection)
            if startup is None:
                return
            code = struct.unpack(">I", startup[:4])[0]
            if code in (SSL_REQUEST, GSS_REQUEST):
                conversation = self.lines.get("sslrequest" if code == SSL_REQUEST else "gssencrequest")
                if conversation is None or in_tls:
                    raise Unrecorded(f"request {code}")
                answer = self.said(conversation, first=True)
                connection.sendall(answer)
                if answer == b"S":
                    connection, in_tls = self.handshake(connection), True
                continue
            words = startup[4:].split(b"\0")
            named = dict(zip(words[::2], words[1::2]))
            conversation = self.conversation(named.get(b"user"), named.get(b"database"), in_tls)
            connection.sendall(self.said(conversation))
            if conversation["end"] != "server-closed":
                connection.recv(1)
            return

    def startup(self, connection):
        head = exactly(connection, 4)
        return head and exactly(connection, struct.unpack(">I", head)[0] - 4)

    def said(self, conversation, first=False):
        steps = [bytes.fromhex(step["hex"]) for step in conversation["steps"] if step["dir"] == "s"]
        return (steps[0] if first else steps[-1]) if steps else b""

    def conversation(self, user, database, in_tls):
        """Recorded for that role and database, or for names that do not exist either."""
        prefix = "tls-startup" if in_tls else "startup"
        asked = b"user\0" + user + b"\0database\0" + database + b"\0"
        for name, conversation in self.lines.items():
            sent = [bytes.fromhex(step["hex"]) for step in conversation["steps"] if step["dir"] == "c"]
            if name.startswith(prefix) and sent and sent[-1][8:].startswith(asked):
                return conversation
        missing = "-unknown-db" if user in (b"postgres", b"reader") and not in_tls else "-unknown-role"
        if prefix + missing not in self.lines:
            raise Unrecorded(f"role {user}, database {database}" + (" in TLS" if in_tls else ""))
        return self.lines[prefix + missing]


class MongoDB(Recording):
    def answer(self, connection, in_tls):
        while True:
            head = exactly(connection, 4)
            if not head:
                return
            if head == b"GET ":
                while not head.endswith(b"\r\n\r\n"):
                    head += exactly(connection, 1)
                connection.sendall(self.said("plain-http-get"))
                return
            request = head + exactly(connection, struct.unpack("<I", head)[0] - 4)
            name = self.asked(request, in_tls)
            if name is None:
                # The probe closes a cursor that a recorded answer named.
                document = b"\x11\0\0\0\x01ok\0" + struct.pack("<d", 1) + b"\0"
                reply = struct.pack("<IIIIIB", 21 + len(document), 0, 0, 2013, 0, 0) + document
            else:
                reply = self.said(name)
            if not reply:
                return
            connection.sendall(reply[:8] + request[4:8] + reply[12:])

    def said(self, name):
        if name not in self.lines:
            raise Unrecorded(name)
        return b"".join(bytes.fromhex(step["hex"]) for step in self.lines[name]["steps"] if step["dir"] == "s")

    def asked(self, request, in_tls):
        """The recorded conversation for a request; `None` for `killCursors`."""
        is_query = struct.unpack("<I", request[12:16])[0] == 2004
        if self.state["tls"] and not in_tls:
            return "plain-opquery-to-tls-port" if is_query else "plain-opmsg-to-tls-port"
        fields = document(request[request.index(b"\0", 20) + 9:] if is_query else request[21:])
        command, argument = next(iter(fields.items()))
        database, is_secondary = fields.get("$db"), "$readPreference" in fields
        if is_query and command == "isMaster":
            return "opquery-isMaster"
        if command in ("hello", "isMaster"):
            return "opmsg-" + command
        if command == "killCursors":
            return None
        names = {
            "ajarNoSuchCommand": "unknown-command",
            "listDatabases": "listDatabases-secondaryPreferred" if is_secondary else "listDatabases-names-only",
            "listCollections": "listCollections-secondaryPreferred" if is_secondary else "listCollections-" + {
                "shop": "names", "clinic": "clinic", "admin": "admin"}.get(database, "missing-db"),
            "find": "find-readpref" if is_secondary else "find" + {
                "customers": "", "patients": "-patients", "v_mail": "-view-without-singleBatch",
            }.get(argument, "-missing-collection"),
        }
        return "opmsg-cmd-" + names.get(command, command)


def document(data):
    """Names and values of a BSON document, as far as a command's own fields need them."""
    fields, at = {}, 4
    while data[at]:
        kind, end = data[at], data.index(b"\0", at + 1)
        name, at = data[at + 1:end].decode(), end + 1
        length = struct.unpack_from("<i", data + b"\0\0\0\0", at)[0]
        size = {0x01: 8, 0x02: 4 + length, 0x03: length, 0x04: length, 0x05: 5 + length, 0x07: 12, 0x08: 1, 0x09: 8,
                0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8}[kind]
        fields[name] = data[at + 4:at + size - 1].decode() if kind == 0x02 else data[at:at + size]
        at += size
    return fields


def exactly(connection, count):
    """That many bytes; none where the client closes first."""
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            return b""
        data += more
    return data


def linger(connection):
    """Lets the client read what was said last: a socket closed with bytes unread resets the connection."""
    connection.shutdown(socket.SHUT_WR)
    while connection.recv(65536):
        pass


def say(line):
    """In one piece, whichever thread says it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def serve(recording, connection):
    try:
        with connection:
            recording.serve(connection)
    except Unrecorded as error:
        say(f"unrecorded {recording.name} {error}")
    except (OSError, ConnectionError):
        # The client went away, or it waited longer than anything here takes.
        pass


def main(folder, certificate):
    waiting = selectors.DefaultSelector()
    for service, kind in (("elasticsearch", HTTP), ("postgresql", PostgreSQL), ("mongodb", MongoDB)):
        for path in sorted(pathlib.Path(folder, service).glob("*/*.jsonl")):
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            name = f"{service}/{path.parent.name}/{path.stem}"
            listener = socket.create_server(("127.0.0.1", 0), backlog=64)
            waiting.register(listener, selectors.EVENT_READ, kind(name, lines, certificate))
            say(f"port {listener.getsockname()[1]} {name}")
    say("ready")
    while True:
        for key, _ in waiting.select():
            connection, _ = key.fileobj.accept()
            threading.Thread(target=serve, args=(key.data, connection), daemon=True).start()


main(*sys.argv[1:])
