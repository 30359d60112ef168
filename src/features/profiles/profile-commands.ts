import type { ProfileInfo } from "../../ipc/bindings";
import type { Command, PickItem } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";

/** What is wrong with a name for a profile, if anything. */
export function nameFault(name: string, taken: string[]): string | undefined {
  const trimmed = name.trim();
  if (trimmed === "") return "A profile needs a name.";
  if ([...trimmed].length > 64) return "A name has at most 64 characters.";
  if (taken.includes(trimmed)) return `A profile ${trimmed} exists already.`;
  return undefined;
}

/** How many folders a profile holds, in words. */
export function countOf(profile: ProfileInfo): string {
  if (profile.workspaces === 0) return "no folders";
  return profile.workspaces === 1 ? "1 folder" : `${profile.workspaces} folders`;
}

export function profileCommands(frame: Frame): Command[] {
  const { ipc, dialogs } = frame;
  const list = async (): Promise<ProfileInfo[]> => (await ipc.profileList({})).profiles;
  const current = (): string | undefined => frame.workspace()?.profile.id;
  const askName = async (title: string, profiles: ProfileInfo[], value = ""): Promise<string | undefined> => {
    const taken = profiles.map(({ name }) => name).filter((name) => name !== value);
    const name = await dialogs.input({ title, value, validate: (text) => nameFault(text, taken) });
    return name?.trim();
  };
  const choose = (title: string, profiles: ProfileInfo[]): Promise<PickItem | undefined> =>
    dialogs.pick({
      title,
      items: profiles.map((profile) => ({ id: profile.id, title: profile.name, detail: countOf(profile) })),
    });
  const bind = async (profile: string): Promise<void> => {
    if (await frame.mayLeave()) await ipc.windowBindProfile({ profile });
  };
  const create = async (): Promise<void> => {
    const name = await askName("Name of the new profile", await list());
    if (name === undefined) return;
    const made = await ipc.profileCreate({ name });
    if (frame.workspace()) await bind(made.id);
  };
  const rename = async (): Promise<void> => {
    const profiles = await list();
    const id = (await choose("Rename which profile?", profiles))?.id;
    const profile = profiles.find((other) => other.id === id);
    if (!profile) return;
    const name = await askName(`New name of ${profile.name}`, profiles, profile.name);
    if (name !== undefined && name !== profile.name) await ipc.profileRename({ profile: profile.id, name });
  };
  const remove = async (): Promise<void> => {
    const others = (await list()).filter(({ id }) => id !== current());
    if (others.length === 0) {
      frame.notify({
        level: "info",
        message: "There is no other profile, and the one in use cannot be deleted.",
      });
      return;
    }
    const id = (await choose("Delete which profile?", others))?.id;
    const profile = others.find((other) => other.id === id);
    if (!profile) return;
    const answer = await dialogs.ask({
      title: `Delete the profile ${profile.name}?`,
      message: `Its history, its journal and the layouts of ${countOf(profile)} are lost for good. The folders themselves and their files stay as they are.`,
      answers: [
        { id: "keep", title: "Keep It" },
        { id: "delete", title: "Delete for Good", danger: true },
      ],
      cancel: "keep",
    });
    if (answer === "delete") await ipc.profileDelete({ profile: profile.id });
  };
  const pick = async (): Promise<void> => {
    const profiles = await list();
    const picked = await dialogs.pick({
      title: "Profile of this folder",
      placeholder: "Switch to another profile; the folder opens again",
      items: [
        ...profiles.map((profile) => ({
          id: profile.id,
          title: profile.name,
          detail: profile.id === current() ? `in use · ${countOf(profile)}` : countOf(profile),
        })),
        { id: "profile.create", title: "Create a Profile…" },
        { id: "profile.rename", title: "Rename a Profile…" },
        { id: "profile.delete", title: "Delete a Profile…" },
      ],
    });
    if (!picked || picked.id === current()) return;
    if (picked.id.startsWith("profile.") && frame.commands.get(picked.id))
      await frame.commands.run(picked.id);
    else await bind(picked.id);
  };
  const isOpen = (): boolean => frame.workspace() !== null;
  return [
    { id: "profile.pick", title: "Profile: Switch…", enabled: isOpen, run: pick },
    { id: "profile.create", title: "Profile: Create…", run: create },
    { id: "profile.rename", title: "Profile: Rename…", run: rename },
    { id: "profile.delete", title: "Profile: Delete…", run: remove },
  ];
}
