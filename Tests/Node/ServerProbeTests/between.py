"""Stands between a client and a PostgreSQL, with TLS to both: between.py PORT CERTIFICATE KEY [strip].

Prints the port it listens on, shows clients the certificate, and relays every connection to PORT. With `strip`, it
takes the offer of channel binding out of what the server sends.
"""

import socket
import ssl
import struct
import sys
import threading

SSL_REQUEST = struct.pack("!II", 8, 80877103)
PLUS = b"SCRAM-SHA-256-PLUS\0"
port, certificate, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]
strips = sys.argv[4:] == ["strip"]


def pump(source, sink, change):
    try:
        while data := source.recv(65536):
            sink.sendall(change(data))
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def stripped(data):
    if not strips or PLUS not in data:
        return data
    length = struct.unpack("!I", data[1:5])[0] - len(PLUS)
    return data[:1] + struct.pack("!I", length) + data[5:].replace(PLUS, b"")


def relay(near):
    far = socket.create_connection(("127.0.0.1", port))
    far.sendall(SSL_REQUEST)
    assert far.recv(1) == b"S"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    far = context.wrap_socket(far)
    assert near.recv(8, socket.MSG_WAITALL) == SSL_REQUEST
    near.sendall(b"S")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    near = context.wrap_socket(near, server_side=True)
    threading.Thread(target=pump, args=(near, far, lambda data: data), daemon=True).start()
    pump(far, near, stripped)


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=relay, args=(listener.accept()[0],), daemon=True).start()
