import { afterEach, expect, test } from "vitest";
import { startFake, until } from "../../testing/start-fake";
import { createRemotePictures, isNamed } from "./remote-pictures";

const address = "https://a.example/one.svg";
const svg = { text: "<svg xmlns='http://www.w3.org/2000/svg'/>" };

const made = URL.createObjectURL;
afterEach(() => (URL.createObjectURL = made));

async function open() {
  const page = await startFake({ files: {} });
  const types: string[] = [];
  URL.createObjectURL = (blob) => `blob:${types.push((blob as Blob).type)}`;
  page.fake.pictures.put(address, svg);
  const asked = (): number => page.fake.calls.filter(({ name }) => name === "pictureFetch").length;
  return { ...page, asked, types, remote: createRemotePictures(page.frame) };
}

test("names of the settings are read as the core reads them", () => {
  for (const [name, of, want] of [
    ["a.example", "https://a.example/x", true],
    ["A.example", "https://a.example:8443/x", true],
    ["a.example", "https://b.a.example/x", false],
    ["*.example", "https://b.a.example/x", true],
    ["*.a.example", "https://a.example/x", false],
    ["*.a.example", "https://bada.example/x", false],
    ["a.example:443", "https://a.example/x", true],
    ["a.example:443", "http://a.example/x", false],
    ["localhost:8080", "http://localhost:8080/x", true],
    ["localhost:8080", "http://localhost/x", false],
  ] as const)
    expect(isNamed([name], of), `${name} and ${of}`).toBe(want);
});

test("a picture is asked for once in a window, and refused without leave", async () => {
  const { remote, asked, types } = await open();
  await expect(remote.load(address, [])).rejects.toMatchObject({ code: "permission", about: "a.example" });
  const both = [remote.load(address, ["a.example"]), remote.load(address, ["a.example"])];
  expect(await Promise.all(both), "for two places at once").toEqual(["blob:1", "blob:1"]);
  expect(await remote.load(address, []), "it is kept").toBe("blob:1");
  expect(asked()).toBe(2);
  expect(types).toEqual(["image/svg+xml"]);
  let shown = 0;
  remote.watch(address, () => (shown += 1));
  expect(shown, "what is drawn anew asks nobody").toBe(1);
});

test("all pictures of a server come once it is named, until nobody watches", async () => {
  const { remote, frame } = await open();
  let shown = 0;
  const stop = remote.watch(address, () => (shown += 1));
  await remote.always("b.example");
  expect(shown).toBe(0);
  await remote.always("a.example");
  await until("it may come", () => shown === 1);
  expect(frame.settings().notesRemotePictures).toEqual(["b.example", "a.example"]);
  await remote.always("c.example");
  expect(shown, "once").toBe(1);
  stop();
  await frame.ipc.settingsUpdate({ key: "notes.remotePictures", value: "[]" });
  await remote.always("a.example");
  expect(shown).toBe(1);
});
