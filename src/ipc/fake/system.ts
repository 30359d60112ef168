import type {
  Boot,
  DocumentInfo,
  GitStatus,
  LogLine,
  ProfileInfo,
  SettingsSnapshot,
  SidecarStatus,
  UiEvent,
  WorkspaceInfo,
} from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";

type Names =
  | "profileList"
  | "profileCreate"
  | "profileRename"
  | "profileDelete"
  | "workspaceRecent"
  | "workspaceCurrent"
  | "workspaceTrust"
  | "workspaceReveal"
  | "workspaceRaise"
  | "workspaceRaised"
  | "ownerStatus"
  | "doctorReport"
  | "restoreReport"
  | "logRead"
  | "layoutRead"
  | "layoutSave"
  | "gitStatus"
  | "sidecarStatus"
  | "sidecarRestart"
  | "windowBoot"
  | "windowOpen"
  | "windowBindProfile"
  | "windowPickFolder"
  | "windowClosing"
  | "windowClose"
  | "clipboardRead"
  | "clipboardImage"
  | "clipboardWrite"
  | "linkOpen";

export interface FakeSystem {
  commands: Pick<Ipc, Names>;
  git: GitStatus;
  log: LogLine[];
  clipboard: string;
  /** The bytes of a picture in Base64. */
  clipboardPng: string | null;
  layout: string | null;
  profiles: ProfileInfo[];
  sidecar: (status: Partial<SidecarStatus>) => void;
}

const personal: ProfileInfo = { id: "profile-1", name: "Personal", workspaces: 1 };
/** The folder that is open unless a test says otherwise. */
export const fakeWorkspace: WorkspaceInfo = {
  id: "workspace-1",
  name: "ripgrep",
  root: "/home/ada/src/ripgrep",
  profile: personal,
  trusted: true,
  egress: "enforced",
};

export function makeSystem(
  boot: Partial<Boot>,
  settings: () => SettingsSnapshot,
  documents: () => DocumentInfo[],
  emit: (event: UiEvent) => void,
): FakeSystem {
  let open = boot.workspace === undefined ? fakeWorkspace : boot.workspace;
  let sidecar: SidecarStatus = boot.sidecar ?? {
    state: "ready",
    reason: null,
    hint: null,
    port: 9400,
    pid: 4242,
    restarts: 0,
    engine: "all-MiniLM-L6-v2",
    lock: { level: "enforced", files: true, why: null },
    since: 0,
  };
  const tellSidecar = (status: Partial<SidecarStatus>): SidecarStatus => {
    sidecar = { ...sidecar, ...status };
    emit({ type: "sidecarChanged", status: sidecar });
    return sidecar;
  };
  const current = (): WorkspaceInfo => {
    if (!open) throw fault("preconditionFailed", "No folder is open.", "Open a folder first.");
    return open;
  };
  const tellWorkspace = (fields: Partial<WorkspaceInfo>): WorkspaceInfo => {
    open = { ...current(), ...fields };
    emit({ type: "workspaceChanged", workspace: open });
    return open;
  };
  const profile = (wanted: string): ProfileInfo => {
    const found = system.profiles.find(({ id, name }) => id === wanted || name === wanted);
    if (!found) throw fault("notFound", `There is no profile ${wanted}.`);
    return found;
  };
  const commands: FakeSystem["commands"] = {
    profileList: async () => ({ profiles: system.profiles }),
    profileCreate: async ({ name }) => {
      if (system.profiles.some((at) => at.name === name))
        throw fault("conflict", `A profile ${name} exists.`);
      const made = { id: `profile-${system.profiles.length + 1}`, name, workspaces: 0 };
      system.profiles = [...system.profiles, made];
      return made;
    },
    profileRename: async ({ profile: wanted, name }) => {
      const renamed = { ...profile(wanted), name };
      system.profiles = system.profiles.map((at) => (at.id === renamed.id ? renamed : at));
      if (open?.profile.id === renamed.id) tellWorkspace({ profile: renamed });
      return renamed;
    },
    profileDelete: async ({ profile: wanted }) => {
      const { id } = profile(wanted);
      system.profiles = system.profiles.filter((at) => at.id !== id);
      return {};
    },
    workspaceRecent: async () => ({
      workspaces: ["ripgrep", "fd", "hyperfine"].map((name, index) => ({
        id: `workspace-${index + 1}`,
        name,
        root: `/home/ada/src/${name}`,
        profile: "Personal",
        openedAt: Date.now() - index * 86_400_000,
        present: true,
      })),
    }),
    workspaceCurrent: async () => current(),
    workspaceTrust: async ({ trusted }) => tellWorkspace({ trusted }),
    workspaceReveal: async (target) => {
      emit({ type: "openRequested", target });
      return {};
    },
    workspaceRaise: async ({ target, reference }) => {
      if (target) emit({ type: "openRequested", target });
      if (reference !== null) emit({ type: "referenceRequested", reference });
      return { raised: true };
    },
    workspaceRaised: async () => ({}),
    ownerStatus: async () => ({
      pid: 1,
      version: "0.1.0",
      workspace: current(),
      clients: 1,
      terminals: 0,
      unsaved: 0,
      since: 0,
      sidecar,
    }),
    restoreReport: async () => ({
      unclean: false,
      documents: 0,
      terminals: 0,
      lost: [],
      movedFrom: null,
      damage: null,
      ...boot.restored,
    }),
    doctorReport: async () => ({ ok: true, checks: [] }),
    logRead: async ({ after, limit }) => ({
      lines: system.log.filter(({ seq }) => seq > (after ?? 0)).slice(-limit),
    }),
    layoutRead: async () => ({ layout: system.layout ?? null }),
    layoutSave: async ({ layout }) => {
      system.layout = layout;
      return {};
    },
    gitStatus: async () => system.git,
    sidecarStatus: async () => sidecar,
    sidecarRestart: async () => tellSidecar({ state: "starting", reason: null, hint: null }),
    windowBoot: async () => ({
      app: {
        version: "0.1.0",
        platform: "linux",
        dataDir: "/home/ada/.local/share/tenon",
        configDir: "/home/ada/.config/tenon",
        home: "/home/ada",
        softwareRendering: true,
      },
      window: "main",
      workspace: open,
      workspaceError: null,
      settings: settings(),
      sidecar,
      layout: system.layout,
      documents: documents(),
      open: [],
      restored: { unclean: false, documents: 0, terminals: 0, lost: [], movedFrom: null, damage: null },
      ...boot,
    }),
    windowOpen: async () => ({}),
    windowBindProfile: async ({ profile: wanted }) => {
      tellWorkspace({ profile: profile(wanted) });
      return {};
    },
    windowPickFolder: async () => ({ root: null }),
    windowClosing: async () => ({}),
    windowClose: async () => ({}),
    clipboardRead: async () => ({ text: system.clipboard }),
    clipboardImage: async () => ({ png: system.clipboardPng }),
    clipboardWrite: async ({ text }) => {
      system.clipboard = text;
      return {};
    },
    linkOpen: async () => ({}),
  };
  const system: FakeSystem = {
    commands,
    git: {
      present: true,
      problem: null,
      branch: "main",
      head: "4f1c9e2000000000000000000000000000000000",
      detached: false,
      ahead: 1,
      behind: 0,
      operation: null,
      entries: [],
      truncated: false,
    },
    log: [],
    clipboard: "",
    clipboardPng: null,
    layout: boot.layout ?? null,
    profiles: [personal],
    sidecar: tellSidecar,
  };
  return system;
}
