//! What came back: status, headers, body.

use serde_json::Value;

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The content type.
    pub content_type: String,
    /// All headers.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}\n{}", self.body))
    }

    /// Checks the status and gives the body as JSON.
    ///
    /// # Panics
    /// When the status is another one.
    #[must_use]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.json()
    }

    /// Checks that this is a problem document of that status and code that says what is wrong and what to do in both
    /// languages, and gives it.
    ///
    /// # Panics
    /// When it is not.
    #[must_use]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(self.content_type, "application/problem+json", "{}", self.body);
        assert_eq!(problem["code"], code, "{}", self.body);
        assert_told(&problem);
        problem
    }
}

/// A problem is told in both languages, with a remedy in each.
fn assert_told(problem: &Value) {
    for language in ["zh", "en"] {
        for part in ["what", "remedy"] {
            let text = problem[language][part].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{language}.{part} of {problem}");
        }
    }
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(chinese(problem["zh"]["what"].as_str().unwrap()), "{problem}");
    assert!(chinese(problem["zh"]["remedy"].as_str().unwrap()), "{problem}");
}
