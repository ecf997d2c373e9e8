// SPDX-License-Identifier: Apache-2.0
// Chromium without a window, spoken to through two pipes (the DevTools protocol): no package, no
// port, no network.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const patience = 60000; // ms for one answer

/** A browser with `open()`, which gives a page, and `close()`. */
export async function startBrowser(program) {
  const folder = mkdtempSync(join(tmpdir(), "nzsim-browser-"));
  const flags = [
    "--headless",
    "--disable-gpu",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
    `--user-data-dir=${folder}`,
  ];
  if (process.getuid() === 0) flags.push("--no-sandbox");
  const child = spawn(program, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const waiting = new Map(),
    listeners = [];
  let last = 0,
    unread = "";
  child.stdio[4].setEncoding("utf8").on("data", (text) => {
    const messages = (unread + text).split("\0");
    unread = messages.pop();
    for (const message of messages.map(JSON.parse)) {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (!asked) listeners.forEach((listener) => listener(message));
      else if (message.error) asked.fail(new Error(`${asked.method}: ${message.error.message}`));
      else asked.done(message.result);
    }
  });
  const ended = new Promise((done) => {
    child.on("exit", done);
  });
  child.on("exit", () => waiting.forEach(({ fail }) => fail(new Error("the browser has ended"))));

  const ask = (method, params = {}, sessionId) =>
    new Promise((done, fail) => {
      const id = ++last;
      const timer = setTimeout(() => fail(new Error(`${method}: no answer`)), patience);
      waiting.set(id, {
        method,
        done: (result) => {
          clearTimeout(timer);
          done(result);
        },
        fail: (error) => {
          clearTimeout(timer);
          fail(error);
        },
      });
      child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  return {
    open: () => openPage(ask, listeners, folder),
    async close() {
      await ask("Browser.close").catch(() => {});
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

const complaintOf = ({ method, params }) => {
  if (method === "Runtime.exceptionThrown")
    return params.exceptionDetails.exception?.description ?? params.exceptionDetails.text;
  if (method === "Runtime.consoleAPICalled") return params.args.map(({ value }) => value).join(" ");
  if (method === "Log.entryAdded" && ["error", "warning"].includes(params.entry.level))
    return params.entry.text;
  return null;
};

// A tab that remembers what went wrong in it, and what it asked the network for.
async function openPage(ask, listeners, folder) {
  const { targetId } = await ask("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await ask("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params) => ask(method, params, sessionId);
  const page = { complaints: [], requests: [], send, downloads: folder };
  let loaded = null;
  listeners.push((message) => {
    if (message.sessionId !== sessionId) return;
    const complaint = complaintOf(message);
    if (complaint) page.complaints.push(complaint);
    if (message.method === "Network.requestWillBeSent")
      page.requests.push(message.params.request.url);
    if (message.method === "Page.loadEventFired") loaded?.();
  });
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);
  await send("Network.emulateNetworkConditions", {
    offline: true,
    latency: 0,
    downloadThroughput: 0,
    uploadThroughput: 0,
  });
  page.run = async (expression) => {
    const { result, exceptionDetails } = await send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  page.size = (width, height) =>
    send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
  page.scheme = (value) =>
    send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
  page.visit = async (url) => {
    const load = new Promise((done) => {
      loaded = done;
    });
    await send("Page.navigate", { url: "about:blank" });
    await load;
    const again = new Promise((done) => {
      loaded = done;
    });
    await send("Page.navigate", { url });
    await again;
  };
  page.screenshot = async () =>
    Buffer.from(
      (await send("Page.captureScreenshot", { captureBeyondViewport: true })).data,
      "base64",
    );
  return page;
}
