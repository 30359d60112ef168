//! Tasks of the folder.

words! {
    /// How a task's file is written.
    pub enum TaskForm {
        /// Tenon's own.
        Tenon,
        /// Backlog.md's.
        Backlog,
    }

    /// In which part of its folder a task lies.
    pub enum TaskPlace {
        /// Among the tasks.
        Active,
        /// In `drafts`: not decided.
        Draft,
        /// In `completed`: done and put away.
        Completed,
        /// In `archive`: given up.
        Archived,
    }

    /// What tasks are put together by.
    pub enum TaskBy {
        /// Their column.
        Status,
        /// Each of their labels.
        Label,
        /// How soon they are wanted.
        Priority,
        /// Each of those who do them.
        Assignee,
        /// The task that they are parts of.
        Parent,
        /// What they are parts of besides.
        Milestone,
    }

    /// What is wrong with a task or its file.
    pub enum TaskFault {
        /// The folder or the file cannot be read, is too large, or is no text.
        Unreadable,
        /// The file is no task as it stands: its front matter is broken, or a merge left its marks.
        Broken,
        /// A key says what cannot be read, so the task has no such value.
        Value,
        /// Two tasks have one id.
        DuplicateId,
        /// The names of two files differ in case only.
        OneName,
        /// Tasks wait for themselves.
        Circle,
        /// It depends on an id that no task has.
        UnknownDependency,
        /// It is a part of a task that is not there.
        UnknownParent,
    }
}

wire! {
    /// An acceptance criterion.
    pub struct TaskCriterion {
        /// What has to hold.
        pub text: String,
        /// Whether it is ticked.
        pub done: bool,
    }

    /// A task. Nothing in it is masked, as nothing in its file is.
    pub struct TaskInfo {
        /// Its short name, as its file writes it; none where neither the file nor its name says one.
        pub id: Option<String>,
        /// What it is called.
        pub title: String,
        /// Its column, in the folder's spelling.
        pub status: String,
        /// Whether it is done: in the last column, or put away as completed.
        pub done: bool,
        /// Words that it is found by.
        pub labels: Vec<String>,
        /// How soon it is wanted: `high`, `medium`, `low`, or a word of the folder's own.
        pub priority: Option<String>,
        /// The day by which it is to be done, as its file writes it.
        pub due: Option<String>,
        /// What has to be done before.
        pub depends_on: Vec<String>,
        /// The task that it is a part of.
        pub parent: Option<String>,
        /// What it is a part of besides.
        pub milestone: Option<String>,
        /// The branch on which it is done.
        pub branch: Option<String>,
        /// Who does it.
        pub assignees: Vec<String>,
        /// Its place in its column; smaller is higher.
        pub ordinal: Option<f64>,
        /// When it was made, as its file writes it.
        pub created: Option<String>,
        /// When it was changed, as its file writes it.
        pub updated: Option<String>,
        /// Its file, relative to the workspace.
        pub path: String,
        /// In which part of its folder it lies.
        pub place: TaskPlace,
        /// How its file is written.
        pub form: TaskForm,
        /// Whether it can be begun: it is open, and nothing that it depends on is.
        pub ready: bool,
        /// What it depends on and that is open.
        pub blocked_by: Vec<String>,
        /// Ids that it depends on and that no task has.
        pub unknown_dependencies: Vec<String>,
        /// Whether it waits for itself.
        pub in_circle: bool,
        /// Its acceptance criteria.
        pub criteria: Vec<TaskCriterion>,
        /// Ids that it had before.
        pub aliases: Vec<String>,
        /// The status that git suggests: the last one, where the branch of an open task is merged.
        pub suggested_status: Option<String>,
        /// Why, as a sentence.
        pub suggestion_reason: Option<String>,
    }

    /// Something that is wrong.
    pub struct TaskProblem {
        /// What kind of thing.
        pub kind: TaskFault,
        /// A sentence that names the files.
        pub message: String,
        /// The files, relative to the workspace.
        pub paths: Vec<String>,
        /// The line in the file, from 1, where there is one.
        pub line: Option<u32>,
        /// The ids that it is about.
        pub ids: Vec<String>,
    }

    /// Which tasks are asked for. What is empty or left out asks for nothing, and case does not
    /// count.
    #[derive(Default)]
    pub struct TaskListParams {
        /// In one of these parts of the folder; none means the active ones.
        #[serde(default)]
        pub places: Vec<TaskPlace>,
        /// With one of these statuses.
        #[serde(default)]
        pub statuses: Vec<String>,
        /// With all of these labels.
        #[serde(default)]
        pub labels: Vec<String>,
        /// With one of these priorities.
        #[serde(default)]
        pub priorities: Vec<String>,
        /// Done by one of these people, with or without their `@`.
        #[serde(default)]
        pub assignees: Vec<String>,
        /// Due before this day (`2026-03-01`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due_before: Option<String>,
        /// Whether they can be begun.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ready: Option<bool>,
        /// With all of these words in id, title, labels or body.
        #[serde(default)]
        pub text: String,
        /// What they are put together by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub group: Option<TaskBy>,
    }

    /// Tasks that have something in common.
    pub struct TaskGroup {
        /// What they have in common; none for those that have none.
        pub name: Option<String>,
        /// Their files, in the order of a column.
        pub paths: Vec<String>,
    }

    /// Tasks.
    pub struct TaskList {
        /// In the order of the board: by column, and in it by ordinal, priority, due date, number.
        pub tasks: Vec<TaskInfo>,
        /// What they were put together by, where that was asked for. A task with two labels or two
        /// assignees stands in two groups.
        pub groups: Vec<TaskGroup>,
        /// The columns, the last one for what is done.
        pub statuses: Vec<String>,
        /// The folder that new tasks go to.
        pub folder: String,
        /// What is wrong in the folder, whatever was asked for.
        pub problems: Vec<TaskProblem>,
    }

    /// Which task is meant.
    pub struct TaskParams {
        /// Its id, without regard to case and to zeros in front, or an id that it had before, or
        /// its file.
        pub id: String,
    }

    /// A task with all that it says.
    pub struct TaskShown {
        /// The task.
        pub task: TaskInfo,
        /// What stands behind its front matter, in Markdown.
        pub body: String,
        /// Open tasks that depend on it.
        pub needed_by: Vec<String>,
        /// What is wrong with it.
        pub problems: Vec<TaskProblem>,
    }

    /// How the board is put together.
    #[derive(Default)]
    pub struct TaskBoardParams {
        /// What its lanes are; one lane when it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lanes: Option<TaskBy>,
    }

    /// A column of the board.
    pub struct TaskColumn {
        /// The status of its tasks.
        pub status: String,
        /// Whether the folder names it; others are there because a task has that status.
        pub configured: bool,
    }

    /// A row across all columns.
    pub struct TaskLane {
        /// What its tasks have in common; none for those that have none, and where there is one
        /// lane.
        pub name: Option<String>,
        /// The files of each column, in their order.
        pub cells: Vec<Vec<String>>,
    }

    /// The board: active tasks, by their columns.
    pub struct TaskBoard {
        /// The columns in their order.
        pub columns: Vec<TaskColumn>,
        /// One, or one for each group. A task with two labels or two assignees stands in two.
        pub lanes: Vec<TaskLane>,
        /// The tasks that are on it, each once.
        pub tasks: Vec<TaskInfo>,
        /// The folder that new tasks go to.
        pub folder: String,
        /// What is wrong in the folder.
        pub problems: Vec<TaskProblem>,
    }

    /// What is wrong in the folder.
    pub struct TaskProblems {
        /// Files that cannot be read first.
        pub problems: Vec<TaskProblem>,
    }
}
