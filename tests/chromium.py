"""A browser for tests and benches: spoken to through pipes, with nothing but the standard library.

Use: from tests.chromium import Chromium.
"""

import json
import os
import select
import subprocess
import time

_PATIENCE = 60  # seconds


class Chromium:
    """A headless Chromium, spoken to in its DevTools protocol over two pipes."""

    def __init__(self, profile):
        down, self._out = os.pipe()
        self._in, up = os.pipe()
        command = f'exec chromium "$@" 3<&{down} 4>&{up} 2>/dev/null'  # it reads from 3 and writes to 4
        flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe")
        call = ["bash", "-c", command, "chromium", *flags, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(call, pass_fds=(down, up), stdout=subprocess.DEVNULL)
        os.close(down)
        os.close(up)
        self._rest, self._calls, self._session, self.events = b"", 0, None, []
        pages = [one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        self._session = self.call("Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        self._calls += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._calls, "method": method, "params": parameters, **session}
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._calls:
            self.events.append(answer)
        return answer["result"]

    def _read(self):
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], _PATIENCE)
            assert ready, f"Chromium has said nothing for {_PATIENCE} seconds"
            part = os.read(self._in, 1 << 16)
            assert part, "Chromium has gone"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def open(self, path, *, dark=False, width=1200):
        self.events = []
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url=path.as_uri())
        while not self.named("Page.loadEventFired"):
            self.events.append(self._read())
        self.run("ready")
        for _ in range(2):  # once drawn, all lies where it will stay
            self.run("new Promise(requestAnimationFrame)")

    def run(self, script):
        """The value of a script's last expression."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def named(self, *methods):
        return [event for event in self.events if event.get("method") in methods]

    def troubles(self):
        """What stands on the console."""
        return self.named("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")

    def mouse(self, kind, element):
        box = self.run(f"{element}.getBoundingClientRect().toJSON()")
        x, y = box["left"] + box["width"] / 2, box["top"] + box["height"] / 2
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def key(self, name, *, shift=False):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, modifiers=8 if shift else 0)

    def waits(self, script):
        """Whether a script's value is true at some time within five seconds."""
        end = time.monotonic() + 5
        while not self.run(script) and time.monotonic() < end:
            time.sleep(0.05)
        return bool(self.run(script))

    def close(self):
        self._process.terminate()
        self._process.wait()
        os.close(self._out)
        os.close(self._in)
