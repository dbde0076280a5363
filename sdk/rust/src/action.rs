//! Actions 动作: what a plugin may propose. The host checks each before it acts.

use crate::{
    Action, Cell, Date, Escalation, Extension, Field, Instant, Notification, Priority, Tag, Text, Value, Visit,
    WorkOrder,
};

impl WorkOrder {
    /// Work that `rule` asks for and the admitted duty item `duty` covers. It goes to the grid worker unless told otherwise.
    pub fn new(rule: impl Into<String>, duty: impl Into<String>, title: Text) -> Self {
        let (rule, duty, to) = (rule.into(), duty.into(), "grid-worker".to_owned());
        Self { rule, duty, title, to, due: None, priority: Priority::Normal }
    }

    /// The post or office it goes to.
    #[must_use]
    pub fn to(mut self, post: impl Into<String>) -> Self {
        self.to = post.into();
        self
    }

    /// When it must be done by.
    #[must_use]
    pub const fn due(mut self, due: Instant) -> Self {
        self.due = Some(due.0);
        self
    }

    /// How much it presses.
    #[must_use]
    pub const fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// At once.
    #[must_use]
    pub const fn urgent(self) -> Self {
        self.priority(Priority::Urgent)
    }
}

impl Visit {
    /// A visit that `rule` asks for and `duty` covers, with the checklist to fill, by the end of a day.
    pub fn new(
        rule: impl Into<String>,
        duty: impl Into<String>,
        checklist: impl Into<String>,
        title: Text,
        by: Date,
    ) -> Self {
        let (rule, duty, checklist) = (rule.into(), duty.into(), checklist.into());
        Self { rule, duty, checklist, title, by: by.0, priority: Priority::Normal }
    }

    /// How much it presses.
    #[must_use]
    pub const fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// At once.
    #[must_use]
    pub const fn urgent(self) -> Self {
        self.priority(Priority::Urgent)
    }
}

impl Notification {
    /// A message to a post.
    pub fn new(rule: impl Into<String>, to: impl Into<String>, text: Text) -> Self {
        Self { rule: rule.into(), to: to.into(), text }
    }
}

impl Tag {
    /// A label on the subject of the call; the catalogs name it. It lapses when the rule no longer asks for it.
    pub fn new(rule: impl Into<String>, tag: impl Into<String>) -> Self {
        Self { rule: rule.into(), tag: tag.into(), until: None }
    }

    /// The day it lapses.
    #[must_use]
    pub const fn until(mut self, day: Date) -> Self {
        self.until = Some(day.0);
        self
    }
}

impl Escalation {
    /// A matter that goes up to `street`, `district`, `city` or `province`.
    pub fn new(rule: impl Into<String>, to: impl Into<String>, text: Text) -> Self {
        Self { rule: rule.into(), to: to.into(), text }
    }
}

impl Extension {
    /// Something this contract has no word for; a host that does not know `kind` refuses the decision.
    pub fn new(rule: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { rule: rule.into(), kind: kind.into(), fields: Vec::new() }
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.push(Field { key: key.into(), cell: Cell::Present(value.into()) });
        self
    }
}

macro_rules! action_from {
    ($($type:ident as $case:ident),*) => {
        $(impl From<$type> for Action {
            fn from(action: $type) -> Self {
                Self::$case(action)
            }
        })*
    };
}

action_from!(
    WorkOrder as OpenWorkOrder,
    Visit as ScheduleVisit,
    Notification as Notify,
    Tag as Tag,
    Escalation as Escalate,
    Extension as Extension
);
