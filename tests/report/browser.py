"""Debian's Chromium, driven over a pipe in its own protocol: no further package, and no
version that must fit the browser's. A page keeps what went wrong in it."""
import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser",
                                                "google-chrome"])), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--disable-background-networking", "--disable-component-update",
         "--no-first-run", "--hide-scrollbars", "--remote-debugging-pipe"]
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowUp": 38,
        "ArrowRight": 39, "ArrowDown": 40}
PATIENCE = 60  # seconds

# Before anything of the page: what its content-security policy forbade.
WATCH = """window.violations = [];
document.addEventListener("securitypolicyviolation",
                          (e) => window.violations.push(e.violatedDirective));"""


def high_pipe():
    """Both ends where the browser's own 3 and 4 don't collide with them."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved


class Browser:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.downloads = os.path.join(self.folder.name, "downloads")
        os.mkdir(self.downloads)
        reads, self.to = high_pipe()
        self.answers, writes = high_pipe()

        def give():
            os.dup2(reads, 3)
            os.dup2(writes, 4)

        self.process = subprocess.Popen(
            [CHROMIUM, *FLAGS, "--user-data-dir=" + self.folder.name + "/profile",
             "about:blank"], preexec_fn=give, pass_fds=(3, 4),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(reads)
        os.close(writes)
        self.rest, self.count, self.events, self.pages = b"", 0, [], {}
        self.call("Browser.setDownloadBehavior", behavior="allow", eventsEnabled=True,
                  downloadPath=self.downloads)

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            os.close(self.to)
            os.close(self.answers)
            self.folder.cleanup()

    def read(self, until):
        while b"\0" not in self.rest:
            if not select.select([self.answers], [], [], max(0, until - time.time()))[0]:
                return None
            part = os.read(self.answers, 1 << 20)
            if not part:
                raise EOFError("the browser ended")
            self.rest += part
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def take(self, message):
        page = self.pages.get(message.get("sessionId"))
        if page:
            page.take(message)
        self.events.append(message)

    def call(self, method, session=None, **parameters):
        self.count += 1
        asked = {"id": self.count, "method": method, "params": parameters}
        if session:
            asked["sessionId"] = session
        os.write(self.to, json.dumps(asked).encode() + b"\0")
        until = time.time() + PATIENCE
        while True:
            answer = self.read(until)
            if answer is None:
                raise TimeoutError(method)
            if answer.get("id") == asked["id"]:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.take(answer)

    def wait(self, event, is_it=lambda parameters: True):
        until = time.time() + PATIENCE
        while True:
            for message in self.events:
                if message.get("method") == event and is_it(message["params"]):
                    self.events.remove(message)
                    return message["params"]
            message = self.read(until)
            if message is None:
                raise TimeoutError(event)
            self.take(message)

    def downloaded(self, name):
        """The bytes of the file that the page saves under this name."""
        begun = self.wait("Browser.downloadWillBegin",
                          lambda p: p["suggestedFilename"] == name)
        self.wait("Browser.downloadProgress",
                  lambda p: p["guid"] == begun["guid"] and p["state"] == "completed")
        with open(os.path.join(self.downloads, name), "rb") as file:
            found = file.read()
        os.remove(os.path.join(self.downloads, name))
        return found

    def open(self, path, width=1200, height=900, runs_scripts=True, fragment="",
             is_calm=False):
        return Page(self, path, width, height, runs_scripts, fragment, is_calm)


class Page:
    def __init__(self, browser, path, width, height, runs_scripts, fragment, is_calm):
        self.browser, self.runs_scripts = browser, runs_scripts
        self.problems, self.requests = [], []
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target,
                                    flatten=True)["sessionId"]
        browser.pages[self.session] = self
        for domain in ["Page", "Runtime", "Log", "Network", "DOM"]:
            self.call(domain + ".enable")
        self.resize(width, height)
        if is_calm:
            self.call("Emulation.setEmulatedMedia", features=[
                {"name": "prefers-reduced-motion", "value": "reduce"}])
        if runs_scripts:
            self.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        else:
            self.call("Emulation.setScriptExecutionDisabled", value=True)
        began = time.time()
        self.address = "file://" + path
        self.call("Page.navigate", url=self.address + fragment)
        self.browser.wait("Page.loadEventFired")
        if runs_scripts:  # and was painted
            self.run("new Promise((f) => requestAnimationFrame(() => setTimeout(f)))")
        self.seconds = time.time() - began

    def take(self, message):
        method, given = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.problems.append(given["exceptionDetails"].get("exception", {})
                                 .get("description", "an exception"))
        elif method == "Runtime.consoleAPICalled":
            self.problems.append(str(given["args"]))
        elif method == "Log.entryAdded":
            self.problems.append(given["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(given["request"]["url"])

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
        del self.browser.pages[self.session]

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def run(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True,
                           returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def wait(self, expression):
        until = time.time() + PATIENCE
        while not self.run(expression):
            if time.time() > until:
                raise TimeoutError(expression)
            time.sleep(0.02)

    def point(self, element):
        """Where an element (an expression) stands, scrolled into view."""
        x, y, there = self.run(
            f"""(() => {{ const e = {element}; e.scrollIntoView({{block: "center"}});
            const b = e.getBoundingClientRect();
            const x = b.left + b.width / 2, y = b.top + b.height / 2;
            const at = document.elementFromPoint(x, y);
            return [x, y, Boolean(at) && (e.contains(at) || at.contains(e))]; }})()""")
        assert there, f"{element} is covered"
        return x, y

    def mouse(self, kind, x, y, **further):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **further)

    def move(self, element):
        x, y = self.point(element)
        self.mouse("mouseMoved", x, y)

    def click(self, element):
        x, y = self.point(element)
        self.mouse("mouseMoved", x, y)
        for kind in ("mousePressed", "mouseReleased"):
            self.mouse(kind, x, y, button="left", clickCount=1)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def press(self, key, modifiers=0):
        given = {"key": key, "modifiers": modifiers,
                 "windowsVirtualKeyCode": KEYS.get(key, ord(key[0].upper()))}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **given)
        self.call("Input.dispatchKeyEvent", type="keyUp", **given)

    def screenshot(self, path, box=None):
        """Of an element (an expression) or the whole page."""
        clip = self.run(f"""(() => {{
            const b = ({box or "document.documentElement"}).getBoundingClientRect();
            return {{x: b.left + scrollX, y: b.top + scrollY, width: b.width,
                     height: b.height, scale: 1}}; }})()""")
        answer = self.call("Page.captureScreenshot", clip=clip,
                           captureBeyondViewport=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))

    def pdf(self, path):
        answer = self.call("Page.printToPDF", preferCSSPageSize=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))
