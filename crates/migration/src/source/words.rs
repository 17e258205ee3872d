//! A source's failure in Exchange's words.

use super::SourceError;

/// How Exchange reports a failure of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeWords {
    /// Full name of the .NET exception.
    pub exception: &'static str,
    /// Its message.
    pub message: String,
    /// What lies below, outermost first: the plain cause, then what mends it.
    pub inner: Vec<String>,
}

const AUTODISCOVER: &str = "AutoDiscover failed with a configuration error: The migration service failed to detect \
    the migration endpoint using the Autodiscover service. Consider using the Exchange Remote Connectivity Analyzer \
    (https://testexchangeconnectivity.com) to diagnose the connectivity issues.";

const CANNOT_CONNECT: &str = "We weren't able to connect to the remote server. Please verify that the migration \
    endpoint settings are correct and your certificate is valid, and then try again. Consider using the Exchange \
    Remote Connectivity Analyzer (https://testconnectivity.microsoft.com) to diagnose the connectivity issues.";

/// What Exchange says of a failure to reach or log on to the source.
pub fn words(error: &SourceError) -> ExchangeWords {
    let (exception, message) = match error {
        SourceError::Autodiscover { cause, .. } => (
            "Microsoft.Exchange.Migration.AutoDiscoverFailedConfigurationErrorException",
            with_reason(AUTODISCOVER, cause.as_deref()),
        ),
        SourceError::NotFound { what } => (
            "Microsoft.Exchange.Data.Storage.Management.MigrationPermanentException",
            format!("A source e-mail address {what} couldn't be found in the on-premises domain."),
        ),
        SourceError::Settings(text) => {
            ("Microsoft.Exchange.Data.Storage.Management.MigrationPermanentException", text.clone())
        }
        _ => (
            "Microsoft.Exchange.Data.Storage.Management.MigrationTransientException",
            with_reason(CANNOT_CONNECT, Some(error)),
        ),
    };
    ExchangeWords { exception, message, inner: vec![error.to_string(), error.remedy()] }
}

/// Exchange's text, and behind it what the user can mend: it alone would leave them in the dark.
fn with_reason(text: &str, cause: Option<&SourceError>) -> String {
    match cause {
        Some(error @ (SourceError::Certificate { .. } | SourceError::Unauthorized { .. })) => {
            format!("{text} The reason: {error}. {}", error.remedy())
        }
        _ => text.to_owned(),
    }
}

/// What Exchange says of a failure of one user's mailbox.
pub fn mailbox_words(error: &SourceError) -> ExchangeWords {
    match error {
        SourceError::AccessDenied { .. } | SourceError::Unauthorized { .. } => ExchangeWords {
            exception: "Microsoft.Exchange.Data.Storage.Management.MigrationPermanentException",
            message: "Couldn't connect to the source mailbox".to_owned(),
            inner: vec![error.to_string(), error.remedy()],
        },
        SourceError::Connect { .. }
        | SourceError::Timeout { .. }
        | SourceError::Dropped { .. }
        | SourceError::Busy { .. }
        | SourceError::Http { .. } => ExchangeWords {
            exception: "Microsoft.Exchange.Data.Storage.Management.MigrationTransientException",
            message: "Couldn't connect to the source mailbox".to_owned(),
            inner: vec![error.to_string(), error.remedy()],
        },
        _ => words(error),
    }
}

impl ExchangeWords {
    /// The exception's short name.
    pub fn short_name(&self) -> &'static str {
        self.exception.rsplit_once('.').map_or(self.exception, |(_, name)| name)
    }

    /// `Type: message ---> cause ---> cause`, as Exchange prints an exception.
    pub fn detail(&self) -> String {
        let head = format!("{}: {}", self.exception, self.message);
        std::iter::once(head).chain(self.inner.iter().cloned()).collect::<Vec<_>>().join(" ---> ")
    }
}
