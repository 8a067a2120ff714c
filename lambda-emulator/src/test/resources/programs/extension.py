#!/usr/bin/env python3
"""An external extension that does what its variables say, and prints what it saw on the wire."""
import http.client
import http.server
import json
import os
import sys
import threading
import time

API = os.environ["AWS_LAMBDA_RUNTIME_API"]
NAME = os.path.basename(sys.argv[0])
MODE = os.environ.get("EXTENSION", "")


def call(method, path, body=None, headers=None):
    connection = http.client.HTTPConnection(API)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    answer = (response.status, dict(response.getheaders()), response.read().decode())
    connection.close()
    return answer


def say(*words):
    # in one piece: print writes word by word, and the receiver's threads print, too
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def register(name, events, headers=None):
    return call(
        "POST",
        "/2020-01-01/extension/register",
        json.dumps({"events": events}),
        {"Lambda-Extension-Name": name, **(headers or {})},
    )


def subscribe(identity):
    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            if MODE == "telemetry, never answering":
                time.sleep(3600)
            for event in json.loads(self.rfile.read(int(self.headers["Content-Length"]))):
                say("event", json.dumps(event))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    request = {
        "schemaVersion": "2025-01-29",
        "types": ["platform", "function"],
        "buffering": {"maxItems": 1000, "maxBytes": 262144, "timeoutMs": 25},
        "destination": {
            "protocol": "HTTP",
            "URI": f"http://sandbox.localdomain:{server.server_port}",
        },
    }
    say("subscribed", *call("PUT", "/2022-07-01/telemetry", json.dumps(request), identity)[::2])
    request["schemaVersion"] = "2019-01-01"
    say("bad schema", *call("PUT", "/2022-07-01/telemetry", json.dumps(request), identity)[::2])


def main():
    if MODE == "never registering":
        time.sleep(3600)
    if MODE == "exit at once":
        sys.exit(5)
    if MODE == "strange requests":
        say("no name", *call("POST", "/2020-01-01/extension/register", "{}")[::2])
        say("not JSON", *call("POST", "/2020-01-01/extension/register", "{", {"Lambda-Extension-Name": NAME})[::2])
        say("bad event", *register(NAME, ["LUNCH"])[::2])
        say("no identifier", *call("GET", "/2020-01-01/extension/event/next")[::2])
        say("unknown identifier", *call("GET", "/2020-01-01/extension/event/next", None, {"Lambda-Extension-Identifier": "x"})[::2])
    events = os.environ.get("EXTENSION_EVENTS", "INVOKE,SHUTDOWN")
    status, headers, body = register(
        NAME, [e for e in events.split(",") if e], {"Lambda-Extension-Accept-Feature": "accountId"}
    )
    say("registered", status, body)
    if status != 200:
        status, headers, body = register(NAME, ["SHUTDOWN"])
        say("registered without INVOKE", status)
    identity = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
    if MODE == "init error":
        say(
            "init/error",
            call(
                "POST",
                "/2020-01-01/extension/init/error",
                json.dumps({"errorMessage": "no config"}),
                {**identity, "Lambda-Extension-Function-Error-Type": "Extension.NoConfig"},
            )[0],
        )
        sys.exit(1)
    if MODE.startswith("telemetry"):
        subscribe(identity)
    while True:
        status, headers, body = call("GET", "/2020-01-01/extension/event/next", None, identity)
        event = json.loads(body)
        say("got", body)
        if event["eventType"] == "SHUTDOWN":
            if MODE == "slow to shut down":
                time.sleep(3600)
            say("bye")
            sys.exit(0)
        if MODE == "working after the response":
            time.sleep(1.5)
        if MODE == "never done":
            time.sleep(3600)
        if MODE == "exit error":
            say(
                "exit/error",
                call(
                    "POST",
                    "/2020-01-01/extension/exit/error",
                    "{}",
                    {**identity, "Lambda-Extension-Function-Error-Type": "Extension.Tired"},
                )[0],
            )
            sys.exit(1)
        if MODE == "crash":
            sys.exit(9)


main()
