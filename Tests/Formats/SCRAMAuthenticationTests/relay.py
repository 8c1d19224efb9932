"""Takes TLS off PostgreSQL's protocol, or puts it on: relay.py client PORT, relay.py server PORT CERTIFICATE KEY.

Prints the port it listens on, then relays every connection to PORT. As a client it asks PORT for TLS; as a server it is
asked, and shows the certificate.
"""

import socket
import ssl
import struct
import sys
import threading

SSL_REQUEST = struct.pack("!II", 8, 80877103)
role, port = sys.argv[1], int(sys.argv[2])


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def relay(near):
    far = socket.create_connection(("127.0.0.1", port))
    if role == "client":
        far.sendall(SSL_REQUEST)
        assert far.recv(1) == b"S"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        far = context.wrap_socket(far)
    else:
        assert near.recv(8, socket.MSG_WAITALL) == SSL_REQUEST
        near.sendall(b"S")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3], sys.argv[4])
        near = context.wrap_socket(near, server_side=True)
    threading.Thread(target=pump, args=(near, far), daemon=True).start()
    pump(far, near)


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=relay, args=(listener.accept()[0],), daemon=True).start()
