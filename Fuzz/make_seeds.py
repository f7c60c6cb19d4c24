#!/usr/bin/env python3
"""Makes the corpora to start from: make_seeds.py DIRECTORY writes one folder for each target.

What real servers answered (testdata/) is put into the form that each target reads; Fuzz/seeds/ is copied as it is.
"""
import hashlib
import json
import pathlib
import shutil
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = pathlib.Path(sys.argv[1])
# Longer inputs make every run slower, and say little that a shorter one does not.
LONGEST = 1024


def seed(target, data):
    if 0 < len(data) <= LONGEST:
        folder = OUT / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha1(data).hexdigest()[:16]).write_bytes(data)


def lines(pattern):
    for path in sorted((ROOT / "testdata").glob(pattern)):
        entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        yield path, entries[0], entries[1:]


def server_bytes(conversation):
    return b"".join(bytes.fromhex(step.get("hex", "")) for step in conversation.get("steps", []) if step["dir"] == "s")


def bson(*elements):
    content = b"".join(elements)
    return struct.pack("<i", len(content) + 5) + content + b"\0"


def readers():
    """Files of each format, for its reader and for the one that chooses: two bytes say how they are cut and read."""
    person = bson(b"\x10_id\0" + struct.pack("<i", 1), b"\x02name\0" + struct.pack("<i", 4) + b"Ann\0")
    header = bson(b"\x02db\0" + struct.pack("<i", 2) + b"d\0", b"\x02collection\0" + struct.pack("<i", 2) + b"c\0",
                  b"\x08EOF\0\0", b"\x12CRC\0" + b"\0" * 8)
    end = b"\xff\xff\xff\xff"
    files = {
        "json-reader": [
            b'{"a":1,"b":"x\\u0041"}\n{"a":[2,{"c":null}]}\n', b'[{"a":1},{"a":"x},{"a":2}]', b'{"a":{"b":1}{"a":2}',
            b'{"n":1,"list":[{"a":1},{"a":2}]}', b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}}]}',
        ],
        "csv": [b'id,name\r\n1,"x, ""y""\nz"\r\n', b'a;b\n1,5;2\n3;"4\n5;6\n', b"'a','b'\n'1, x','2'\n", b'a\tb\n"\\"x"\t\\N\n'],
        "sql": [
            b"CREATE TABLE t (a int, b text);\nINSERT INTO t VALUES (1, 'it''s'), (-2.5, E'x\\n');\n",
            b"COPY public.t (a, b) FROM stdin;\n1\tx\\ty\n\\N\tz\n\\.\nSELECT 1;\n",
            b"-- MySQL dump\nINSERT INTO `t` VALUES (1,'O\\'x',0x4142,_binary 'y',NULL);\nUNLOCK TABLES;\n",
            b"INSERT INTO t (a) VALUES ('torn);\nINSERT INTO t (a) VALUES ('x');\n", b"SELECT $a$ x $a$; /* y */ USE d;",
        ],
        "bson-dump": [person * 3, person + b"torn" + person,
                      b"\x6d\xe2\x99\x81" + bson() + end + header + person + end + header + person + end],
        "hl7": [b"MSH|^~\\&|A\rPID|||1^2||Smith^Ann\rNTE|1||x\r", b"\x0bMSH|^~\\&|A\rPID|||1\r\x1c\rFHS|^~\\&\rlost\r"],
        "xml": [
            b'<?xml version="1.0"?><r xmlns="u"><p id="1"><a>x &amp; &#65;</a><b/></p><p id="2"><a>y</a><b/></p></r>',
            b"<!DOCTYPE r [<!ENTITY e 'x'>]><r><!-- c --><p><![CDATA[<x>]]>&e;</p><p a='1><b>2</b></p></r>",
        ],
        "text": ["name caf\u00e9 \U0001f600\n".encode(), "\ufeffname\n\U0001f600".encode("utf-16-le"), b"caf\xe9 \x93x\x94\n"],
        "decoders": [b"4e4853206e756d626572", b"\\x4e4853206e756d626572", b"a=1&b=Anna%20Smith", b"https://x/?q=a+b#c", b"<r><a>1</a></r>",
                     b"TkhTIG51bWJlciA0MDE="],
    }
    for target, texts in files.items():
        for text in texts:
            if target == "decoders":
                seed(target, text)
                continue
            for how in (b"\xff\0", b"\0\x01", b"\2\7"):
                seed(target, how + text)
            seed("readers", b"\6\0" + text)


# A script's steps: the peer connects, finishes a handshake, sends bytes as they are, sends a frame around a body, ends.
CONNECTED = b"\0"
ENDED = {"server-closed": b"\x0c", "reset": b"\x0d", "silent": b"\x0e"}


def raw(data, choice=0):
    out = b""
    for start in range(0, len(data), 256):
        piece = data[start:start + 256]
        out += bytes([choice, len(piece) - 1]) + piece
    return out


def postgres():
    for _, _, conversations in lines("postgresql/postgresql-*/*.jsonl"):
        answers = [server_bytes(c) for c in conversations if c.get("kind") == "conversation"]
        agreed = next((a for a in answers if a in (b"S", b"N")), b"N")
        for answer in answers:
            seed("postgres-frames", answer)
            session = raw(answer)
            for options in (0, 2, 0x20):
                inside = CONNECTED if agreed == b"S" else b""
                seed("postgres", bytes([options]) + CONNECTED + raw(agreed) + inside + session + b"\x0c")
            seed("postgres", b"\2" + CONNECTED + raw(answer))
            seed("postgres", b"\2" + (CONNECTED + raw(b"N") + session + b"\x0c") * 3)
    ready = b"R\0\0\0\x08\0\0\0\0Z\0\0\0\5I"
    missing = b"R\0\0\0\x08\0\0\0\0E\0\0\0\x1cSFATAL\0C%s\0Mno such\0\0"
    for state in (b"28000", b"3D000", b"42501"):
        error = missing % state
        error = error[:10] + struct.pack(">i", len(error) - 10) + error[14:]
        seed("postgres", b"\2" + CONNECTED + raw(b"N") + raw(error) + CONNECTED + raw(b"N") + raw(ready))
        seed("postgres-frames", error + ready)


# BSON, as far as replies need it.
def document(fields):
    out = b""
    for name, value in fields.items():
        name = name.encode() + b"\0"
        if isinstance(value, bool):
            out += b"\x08" + name + bytes([value])
        elif isinstance(value, int):
            out += b"\x12" + name + struct.pack("<q", value)
        elif isinstance(value, float):
            out += b"\x01" + name + struct.pack("<d", value)
        elif isinstance(value, str):
            text = value.encode() + b"\0"
            out += b"\x02" + name + struct.pack("<i", len(text)) + text
        elif isinstance(value, list):
            out += b"\x04" + name + document({str(i): v for i, v in enumerate(value)})
        else:
            out += b"\x03" + name + document(value)
    return struct.pack("<i", len(out) + 5) + out + b"\0"


EVERY_TYPE = bytes.fromhex(
    "0164000000000000" "00f03f" "02730002000000780" "003610005000000000462000500000000"
    "05630001000000004105640010000000" "04000102030405060708090a0b0c0d0e0f"
    "056f00060000000202000000414206" "750007690000112233445566778899aabb"
    "08740001097800ff00000000000000" "0a6e000b72005e61006900"
    "0c70000200000064000011223344556677889900bb" "0d6a000200000066000e7900020000007300"
    "0f7700" "1200000004000000662829000500000000" "106c00ffffffff" "11670001000000020000" "00"
    "126b00ffffffffffffff7f" "137a00" "010000000000000000000000000040b0" "ff2d007f2b00")


def mongodb():
    replies = [
        {"isWritablePrimary": True, "maxWireVersion": 17, "ok": 1.0},
        {"version": "6.0.27", "ok": 1.0},
        {"authInfo": {"authenticatedUsers": []}, "ok": 1.0},
        {"databases": [{"name": "shop"}, {"name": "admin"}], "ok": 1.0},
        {"ok": 0.0, "code": 59, "codeName": "CommandNotFound", "errmsg": "no such command"},
        {"users": [], "ok": 1.0},
        {"cursor": {"firstBatch": [{"name": "customers", "type": "collection"}], "id": 5, "ns": "shop.x"}, "ok": 1.0},
        {"cursor": {"nextBatch": [{"name": "v", "type": "view"}], "id": 0, "ns": "shop.x"}, "ok": 1.0},
        {"cursor": {"firstBatch": [], "id": 0, "ns": "admin.$cmd.listCollections"}, "ok": 1.0},
        {"n": 500, "ok": 1.0},
        {"cursor": {"firstBatch": [{"_id": 1, "email": "a@b.example"}], "id": 7, "ns": "shop.customers"}, "ok": 1.0},
        {"cursorsKilled": [7], "ok": 1.0},
        {"cursor": {"firstBatch": [{"a": [1, {"b": True}]}], "id": 0, "ns": "shop.v"}, "ok": 1.0},
    ]
    refusal = {"ok": 0.0, "code": 13, "codeName": "Unauthorized", "errmsg": "requires authentication"}
    bodies = [document(reply)[4:-1] for reply in replies]
    for shape in (0, 1):
        steps = [raw(body, 7 + 16 * shape) for body in bodies]
        for options in (0, 2, 4, 0x10, 0x20):
            start = bytes([options]) + CONNECTED + (CONNECTED if options & 0x10 else b"")
            for count in range(1, len(steps) + 1):
                seed("mongodb", start + b"".join(steps[:count]))
            for count in range(len(steps)):
                refused = raw(document(refusal)[4:-1], 7)
                seed("mongodb", start + b"".join(steps[:count]) + refused + b"".join(steps[count + 1:]))
                # The connection is lost and comes back.
                seed("mongodb", start + b"".join(steps[:count]) + b"\x0c" + CONNECTED + b"".join(steps[count + 1:]))
    closed = CONNECTED + b"\x0c"
    notice = b"It looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n"
    seed("mongodb", b"\2" + closed + CONNECTED + closed + closed + CONNECTED + raw(notice))
    seed("mongodb", b"\2" + CONNECTED + raw(b"\x15\3\3\0\2\2\x28") + CONNECTED + CONNECTED + b"".join(steps))
    for _, _, conversations in lines("mongodb/*/*.jsonl"):
        for conversation in conversations:
            for step in conversation.get("steps", []):
                frame = bytes.fromhex(step.get("hex", ""))
                if step["dir"] != "s" or len(frame) < 26:
                    continue
                seed("mongodb-frames", b"\1" + frame[:8] + struct.pack("<i", 1) + frame[12:])
                body = frame[21:] if frame[12:14] == b"\xdd\x07" else frame[36:]
                seed("mongodb-frames", b"\0" + body[4:-1])
                seed("mongodb-frames", b"\2" + body[4:-1])
                seed("bson", b"\0" + body[4:-1])
                seed("bson", b"\1" + body)
    seed("bson", b"\0" + EVERY_TYPE)


def responses():
    for path, state, exchanges in lines("elasticsearch/*/*.jsonl"):
        yield path, state, {e["name"]: e["response"] for e in exchanges if e.get("response")}


STATUSES = [200, 200, 401, 403, 404, 400, 405, 429, 500, 503, 301]
NAMED = ["www-authenticate", "x-opensearch-version"]


def elasticsearch_step(response):
    head, _, body = response.partition("\r\n\r\n")
    if not head.startswith("HTTP/"):
        return None
    status = int(head.split(" ")[1])
    choice = 0 if status == 200 else 4 + 2 * STATUSES.index(status) if status in STATUSES else 20
    fields = [line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line]
    bits, values = 0, b""
    for bit, name in enumerate(NAMED):
        value = ",".join(v for k, v in fields if k.lower() == name).encode()[:63]
        if value:
            bits |= 1 << bit
            values += bytes([len(value)]) + value
    body = " ".join(body.split()).encode()
    body += b" " * (-len(body) % 4)
    if len(body) > 1020:
        return None
    return bytes([choice, bits | 32]) + values + bytes([len(body) // 4]) + body


KINDS = {"root": 0, "security-authenticate": 2, "plugins-security-authinfo": 2, "searchguard-authinfo": 2,
         "security-user-privileges": 3, "resolve-all": 4, "cat-indices": 5, "cat-indices-all": 5}


def elasticsearch():
    for _, _, named in responses():
        for name, response in named.items():
            seed("http", b"\xff" + response.encode())
            seed("http", b"\x06" + response.encode())
            body = response.partition("\r\n\r\n")[2].encode()
            if body:
                seed("json", body)
                kind = KINDS.get(name, 6)
                seed("elasticsearch-replies", bytes([kind]) + body)
                seed("elasticsearch-replies", b"\1" + body)
        for line in "\r\n".join(named.values()).split("\r\n"):
            if line.lower().startswith("www-authenticate: "):
                seed("elasticsearch-replies", b"\7" + line.split(": ", 1)[1].encode())
        accounts = [named[n] for n in KINDS if KINDS[n] in (2, 3) and n in named]
        lists = [named[n] for n in ("resolve-all", "cat-indices-all") if n in named]
        searches = [r for n, r in named.items() if n.startswith("search-") and not n.startswith("search-multi")]
        if "root" not in named:
            continue
        for count in range(len(accounts) + 1):
            steps = [elasticsearch_step(r) for r in [named["root"]] + accounts[:count] + lists + searches[:4]]
            script = b"\2" + CONNECTED
            for step in filter(None, steps):
                if len(script) + len(step) <= LONGEST:
                    script += step
            seed("elasticsearch", script)
    small = [
        '{"name":"n","cluster_name":"c","cluster_uuid":"u","version":{"number":"8.1.0"},"tagline":"You Know, for Search"}',
        '{"error":{"type":"exception","reason":"no handler"},"status":405}',
        '{"indices":[{"name":"patients","attributes":["open"]},{"name":".x"}],"data_streams":[{"name":"logs"}]}',
        '[{"index":"patients","status":"open","docs.count":"3"}]',
        '{"_shards":{"total":1,"successful":1},"hits":{"total":{"value":3},"hits":[{"_index":"patients","_source":{"a":1}}]}}',
    ]
    steps = [elasticsearch_step("HTTP/1.1 200 OK\r\n\r\n" + body) for body in small]
    absent = elasticsearch_step("HTTP/1.1 400 Bad Request\r\n\r\n" + small[1])
    for accounts in range(6):
        script = steps[0] + absent * accounts + steps[2] + steps[3] + steps[4] * 2
        for options in (0, 2, 4, 0x80):
            seed("elasticsearch", bytes([options]) + CONNECTED + script)
    seed("elasticsearch", b"\2" + CONNECTED + b"\x1c" + CONNECTED + CONNECTED + steps[0])
    for body in small:
        seed("json", body.encode())
        for kind in range(7):
            seed("elasticsearch-replies", bytes([kind]) + body.encode())


def http():
    for text in (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 301 Moved\r\nLocation: http://192.0.2.1/\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x08...",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\nPRI",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\nContent-Length: 5\r\nA:\r\n b\r\n\r\nhello",
        "SSH-2.0-OpenSSH_9.2\r\n", "This is not a HTTP port", "\x15\x03\x01\x00\x02\x02\x28",
    ):
        for piece in (0, 7, 255):
            seed("http", bytes([piece]) + text.encode("latin-1"))


def tls():
    for text in ("15030100020228", "1503030002022a", "15030300020274", "160303000400000000", "485454502f312e3120343030",
                 "16030300310200002d0303" + "00" * 32 + "00" + "002f" + "00" + "000500000000" + "00"):
        for piece in (0, 63):
            seed("tls", bytes([piece]) + bytes.fromhex(text))
    for server in range(7):
        for piece in (0, 255):
            seed("tls-handshake", bytes([server, piece]))
        for position in (0, 3, 5, 9, 43, 60, 90, 200, 500):
            for change in (0, 1, 0x21, 4, 5, 6):
                seed("tls-handshake", bytes([server, 3]) + struct.pack(">H", position) + bytes([change, 0x55]))


shutil.rmtree(OUT, ignore_errors=True)
for folder in sorted((ROOT / "Fuzz" / "seeds").iterdir()):
    for file in sorted(folder.iterdir()):
        seed(folder.name, file.read_bytes())
readers()
postgres()
mongodb()
elasticsearch()
http()
tls()
