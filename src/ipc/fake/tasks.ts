import type { TaskBoard, TaskBy, TaskCandidate, TaskInfo, TaskList, TaskProblem } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import type { FakeFiles } from "./files";
import type { FakeHistory } from "./history";
import { makeMovedTasks } from "./moved-tasks";

type Names =
  | "taskAdopt"
  | "taskBoard"
  | "taskCandidates"
  | "taskCreate"
  | "taskEdit"
  | "taskList"
  | "taskMove"
  | "taskReady"
  | "taskRepair";

export interface FakeTasks {
  commands: Pick<Ipc, Names>;
  statuses: string[];
  problems: TaskProblem[];
  /** Every task, in the order of its column. */
  all: () => TaskInfo[];
  /** Puts a task there as if it had been read from its file. */
  add: (part: Partial<TaskInfo>) => TaskInfo;
}

const FOLDER = ".tenon/tasks";

function valuesOf(task: TaskInfo, by: TaskBy): string[] {
  if (by === "label") return task.labels;
  if (by === "assignee") return task.assignees;
  const value = task[by];
  return value === null ? [] : [value];
}

const said = (task: TaskInfo, by: TaskBy, values: string[]): TaskInfo => {
  if (by === "label") return { ...task, labels: values };
  return by === "assignee" ? { ...task, assignees: values } : { ...task, [by]: values[0] ?? null };
};

/** Groups of tasks by a value; those without one come last. */
function groupsOf(tasks: TaskInfo[], by: TaskBy): { name: string | null; tasks: TaskInfo[] }[] {
  const names = [...new Set(tasks.flatMap((task) => valuesOf(task, by)))];
  const named = names.map((name) => ({
    name: name as string | null,
    tasks: tasks.filter((task) => valuesOf(task, by).includes(name)),
  }));
  const rest = tasks.filter((task) => valuesOf(task, by).length === 0);
  return rest.length === 0 ? named : [...named, { name: null, tasks: rest }];
}

/**
 * Tasks in memory: their files are there to be opened, but are not read, unless one that was moved gets a text
 * back that it had.
 */
export function makeTasks(files: FakeFiles, history?: FakeHistory): FakeTasks {
  const statuses = ["To Do", "In Progress", "Done"];
  let stored: TaskInfo[] = [];
  let next = 1;
  let places = 0;
  const moves = makeMovedTasks(files, history);
  const shown = (): TaskInfo[] => {
    stored = moves.follow(stored);
    const open = new Set(stored.filter(({ done }) => !done).map(({ id }) => id));
    const now = stored.map((task) => {
      const blockedBy = task.dependsOn.filter((id) => open.has(id));
      return { ...task, blockedBy, ready: !task.done && blockedBy.length === 0 };
    });
    return statuses.flatMap((status) => now.filter((task) => task.status === status));
  };
  const write = (task: TaskInfo): void => {
    const { id, title, status, ordinal, labels } = task;
    const more = ordinal === null ? "" : `ordinal: ${ordinal}\n`;
    const head = `id: ${id ?? ""}\ntitle: ${title}\nstatus: ${status}\nlabels: [${labels.join(", ")}]\n`;
    files.write(task.path, `---\n${head}${more}---\n`);
    moves.wrote(task.path);
  };
  const add = (part: Partial<TaskInfo>): TaskInfo => {
    const id = part.id === undefined ? `T-${next}` : part.id;
    next += 1;
    const status = part.status ?? "To Do";
    const title = part.title ?? "Untitled";
    const task: TaskInfo = {
      labels: [],
      priority: null,
      due: null,
      dependsOn: [],
      parent: null,
      milestone: null,
      branch: null,
      assignees: [],
      ordinal: null,
      created: null,
      updated: null,
      path: `${FOLDER}/${id ?? next} ${title}.md`,
      place: "active",
      form: "tenon",
      ready: true,
      blockedBy: [],
      unknownDependencies: [],
      inCircle: false,
      criteria: [],
      aliases: [],
      suggestedStatus: null,
      suggestionReason: null,
      ...part,
      id,
      title,
      status,
      done: status === statuses.at(-1),
    };
    stored.push(task);
    return task;
  };
  const find = (wanted: string): TaskInfo => {
    stored = moves.follow(stored);
    const found = stored.find(({ id, path }) => id === wanted || path === wanted);
    if (!found) throw fault("notFound", `There is no task ${wanted}.`);
    return found;
  };
  const put = (task: TaskInfo, status: string): TaskInfo => {
    if (!statuses.includes(status)) throw fault("invalid", `There is no column ${status}.`);
    const now = { ...task, status, done: status === statuses.at(-1) };
    stored = stored.map((other) => (other.path === task.path ? now : other));
    write(now);
    return now;
  };
  const edited = (task: TaskInfo) => ({
    task: shown().find(({ path }) => path === task.path) ?? task,
    changed: true,
    notices: [],
  });
  const listed = (tasks: TaskInfo[], by?: TaskBy | null): TaskList => ({
    tasks,
    groups: by
      ? groupsOf(tasks, by).map((group) => ({ name: group.name, paths: group.tasks.map(({ path }) => path) }))
      : [],
    statuses,
    folder: FOLDER,
    problems: fake.problems,
  });
  const boardOf = (by?: TaskBy | null): TaskBoard => {
    const tasks = shown();
    const lanes = by ? groupsOf(tasks, by) : [{ name: null, tasks }];
    return {
      columns: statuses.map((status) => ({ status, configured: true })),
      lanes: lanes.map((lane) => ({
        name: lane.name,
        cells: statuses.map((status) =>
          lane.tasks.filter((task) => task.status === status).map(({ path }) => path),
        ),
      })),
      tasks,
      folder: FOLDER,
      problems: fake.problems,
    };
  };
  /** Marks by their places, once they are tasks. */
  const adopted = new Map<string, string>();
  const marks = (): TaskCandidate[] =>
    [...files.contents.keys()].sort().flatMap((path) =>
      new TextDecoder()
        .decode(files.read(path))
        .split("\n")
        .flatMap((line, index): TaskCandidate[] => {
          const found = /\b(TODO|FIXME): (.+)$/.exec(line);
          if (!found || path.startsWith(FOLDER)) return [];
          const [text, word = "", title = ""] = found;
          const place = { path: { path }, line: index + 1, column: found.index + 1 };
          const task = adopted.get(`${path}:${index + 1}`) ?? null;
          return [{ ...place, word, title, text, assignee: null, task }];
        }),
    );
  const fake: FakeTasks = {
    statuses,
    problems: [],
    all: shown,
    add,
    commands: {
      taskList: async ({ group, text = "" }) => {
        const words = text.toLowerCase().split(/\s+/).filter(Boolean);
        const saidBy = ({ id, title }: TaskInfo): string => `${id} ${title}`.toLowerCase();
        return listed(
          shown().filter((task) => words.every((word) => saidBy(task).includes(word))),
          group,
        );
      },
      taskCandidates: async () => ({ candidates: marks(), problems: [] }),
      taskAdopt: async ({ path, line }) => {
        const mark = marks().find((at) => at.path.path === path.path && at.line === line && !at.task);
        if (!mark) throw fault("notFound", `There is no mark in line ${line}.`);
        const task = add({ title: mark.title });
        write(task);
        adopted.set(`${path.path}:${line}`, task.id ?? "");
        return edited(task);
      },
      taskReady: async () => listed(shown().filter(({ ready }) => ready)),
      taskBoard: async ({ lanes }) => boardOf(lanes),
      taskCreate: async ({ title, status, labels = [], assignees = [], priority = null }) => {
        const task = add({ title, labels, assignees, priority, ...(status ? { status } : {}) });
        write(task);
        return edited(task);
      },
      taskEdit: async ({ id, status }) => {
        const task = find(id);
        return edited(status ? put(task, status) : task);
      },
      taskMove: async ({ id, status, before, after, lane }) => {
        const there = find(id);
        if (lane && valuesOf(there, lane.by).join("\n") !== lane.was.join("\n"))
          throw fault("conflict", `The ${lane.by} of "${there.path}" changed meanwhile.`);
        if (moves.textOf(there.path) === undefined) write(there);
        const old = moves.textOf(there.path) ?? "";
        moves.before(there.path, stored);
        const anchor = before ?? after;
        const ordinal = anchor ? (places += 1_000) : there.ordinal;
        const task = { ...(lane ? said(there, lane.by, lane.values) : there), ordinal };
        stored = stored.map((other) => (other === there ? task : other));
        const others = stored.filter((other) => other !== task);
        const at = anchor ? others.indexOf(find(anchor)) + (before ? 0 : 1) : others.length;
        stored = [...others.slice(0, at), task, ...others.slice(at)];
        const now = put(task, status);
        moves.after(now.path, old);
        return edited(now);
      },
      taskRepair: async ({ dryRun }) => {
        const twice = stored.filter((task, at) => stored.findIndex(({ id }) => id === task.id) < at);
        const renumbered = twice.map((task, at) => {
          const to = `T-${next + at}`;
          return { from: task.id ?? "", to, oldPath: task.path, path: task.path };
        });
        if (!dryRun) {
          const given = new Map(renumbered.map(({ path, to }) => [path, to]));
          stored = stored.map((task) => ({ ...task, id: given.get(task.path) ?? task.id }));
          fake.problems = fake.problems.filter(({ kind }) => kind !== "duplicateId");
        }
        return { renumbered, links: [], dryRun: dryRun ?? false, notices: [] };
      },
    },
  };
  return fake;
}
