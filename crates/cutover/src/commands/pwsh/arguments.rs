//! Reading pwsh's command line.
//!
//! Options may be shortened, each down to a length of its own, and begin with `-`, `--` or `/`. The first word that is no
//! option is a script file, and all behind it is the script's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What to run.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Job {
    /// The prompt.
    Prompt,
    /// A script, with its arguments.
    File(String, Vec<String>),
    /// Commands, with values of `$args`.
    Command(String, Vec<String>),
    /// Standard input, typed at a prompt.
    TypedInput,
    /// Standard input, silently.
    SilentInput,
}

/// A command line that can be carried out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Invocation {
    pub(super) job: Job,
    pub(super) interactive: bool,
    pub(super) stay: bool,
    pub(super) banner: bool,
    pub(super) profile: bool,
    pub(super) folder: Option<String>,
}

/// A command line that cannot be carried out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) message: String,
    /// Whether the usage text follows on standard output.
    pub(super) usage: bool,
    pub(super) code: u8,
}

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Run(Invocation),
    Version,
    Help,
    Refused(Refusal),
}

/// Names of the options, for words that are a part of several.
const NAMES: [&str; 23] = [
    "sta",
    "mta",
    "command",
    "commandwithargs",
    "configurationname",
    "configurationfile",
    "custompipename",
    "encodedcommand",
    "executionpolicy",
    "file",
    "help",
    "inputformat",
    "login",
    "noexit",
    "nologo",
    "noninteractive",
    "noprofile",
    "noprofileloadtime",
    "outputformat",
    "settingsfile",
    "version",
    "windowstyle",
    "workingdirectory",
];

fn refused(message: impl Into<String>) -> Asked {
    Asked::Refused(Refusal { message: message.into(), usage: true, code: 64 })
}

fn refused_plainly(message: impl Into<String>, code: u8) -> Asked {
    Asked::Refused(Refusal { message: message.into(), usage: false, code })
}

const NO_COMMAND: &str =
    "Cannot process the command because of a missing parameter. A command must follow -Command.";

/// The options, as they are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Switch {
    Version,
    Help,
    Nothing,
    NoExit,
    NoProfile,
    NoLogo,
    NonInteractive,
    Interactive,
    ConfigurationFile,
    ConfigurationName,
    CustomPipe,
    CommandWithArgs,
    Command,
    WindowStyle,
    File,
    OutputFormat,
    InputFormat,
    ExecutionPolicy,
    EncodedCommand,
    EncodedArguments,
    SettingsFile,
    Apartment(&'static str),
    WorkingDirectory,
}

/// Name, shortest form, meaning; the first that fits counts.
const SWITCHES: [(&str, &str, Switch); 31] = [
    ("version", "v", Switch::Version),
    ("help", "h", Switch::Help),
    ("?", "?", Switch::Help),
    ("login", "l", Switch::Nothing),
    ("noexit", "noe", Switch::NoExit),
    ("noprofile", "nop", Switch::NoProfile),
    ("nologo", "nol", Switch::NoLogo),
    ("noninteractive", "noni", Switch::NonInteractive),
    ("sshservermode", "sshs", Switch::Nothing),
    ("noprofileloadtime", "noprofileloadtime", Switch::Nothing),
    ("interactive", "i", Switch::Interactive),
    ("configurationfile", "configurationfile", Switch::ConfigurationFile),
    ("configurationname", "config", Switch::ConfigurationName),
    ("custompipename", "cus", Switch::CustomPipe),
    ("commandwithargs", "commandwithargs", Switch::CommandWithArgs),
    ("cwa", "cwa", Switch::CommandWithArgs),
    ("command", "c", Switch::Command),
    ("windowstyle", "w", Switch::WindowStyle),
    ("file", "f", Switch::File),
    ("outputformat", "o", Switch::OutputFormat),
    ("of", "of", Switch::OutputFormat),
    ("inputformat", "inp", Switch::InputFormat),
    ("if", "if", Switch::InputFormat),
    ("executionpolicy", "ex", Switch::ExecutionPolicy),
    ("ep", "ep", Switch::ExecutionPolicy),
    ("encodedcommand", "e", Switch::EncodedCommand),
    ("encodedarguments", "encodeda", Switch::EncodedArguments),
    ("settingsfile", "settings", Switch::SettingsFile),
    ("sta", "sta", Switch::Apartment("STA")),
    ("mta", "mta", Switch::Apartment("MTA")),
    ("workingdirectory", "wo", Switch::WorkingDirectory),
];

fn switch(word: &str) -> Option<Switch> {
    let name = word.trim().strip_prefix('/').or_else(|| {
        let once = word.trim().strip_prefix('-')?;
        Some(once.strip_prefix('-').unwrap_or(once))
    })?;
    let name = match name.to_lowercase().as_str() {
        "" => return None,
        "wd" => "workingdirectory".to_owned(),
        "ec" => "encodedcommand".to_owned(),
        "ea" => "encodedarguments".to_owned(),
        other => other.to_owned(),
    };
    // Windows are hidden by any name that begins so, even where there are none.
    let fits = |full: &str, least: &str| name.len() >= least.len() && full.starts_with(name.as_str());
    SWITCHES.iter().find(|(full, least, _)| fits(full, least)).map(|(_, _, switch)| *switch)
}

/// Reads a command line.
pub(super) fn parse(words: &[String]) -> Asked {
    let mut reader = Reader {
        words,
        at: 0,
        invocation: Invocation {
            job: Job::Prompt,
            interactive: true,
            stay: false,
            banner: true,
            profile: true,
            folder: None,
        },
        arguments: Vec::new(),
    };
    match reader.read() {
        Ok(()) => {
            let Reader { mut invocation, arguments, .. } = reader;
            if let Job::Command(_, of_command) = &mut invocation.job {
                of_command.splice(0..0, arguments);
            }
            Asked::Run(invocation)
        }
        Err(asked) => asked,
    }
}

struct Reader<'a> {
    words: &'a [String],
    at: usize,
    invocation: Invocation,
    /// Of `-EncodedArguments`.
    arguments: Vec<String>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<String> {
        let word = self.words.get(self.at).cloned();
        self.at += 1;
        word
    }

    fn rest(&self) -> Vec<String> {
        self.words.get(self.at..).unwrap_or(&[]).to_vec()
    }

    fn value(&mut self, missing: &str) -> Result<String, Asked> {
        self.next().ok_or_else(|| refused(missing))
    }

    fn read(&mut self) -> Result<(), Asked> {
        while let Some(word) = self.next() {
            let Some(switch) = switch(&word) else {
                return self.file(&word);
            };
            match switch {
                Switch::Version => return Err(Asked::Version),
                Switch::Help => return Err(Asked::Help),
                Switch::Nothing => {}
                Switch::NoExit => self.invocation.stay = true,
                Switch::NoProfile => self.invocation.profile = false,
                Switch::NoLogo => self.invocation.banner = false,
                Switch::NonInteractive => self.invocation.interactive = false,
                Switch::Interactive => self.invocation.interactive = true,
                Switch::File => {
                    let file = self.value(
                        "Cannot process the command because of a missing parameter. A file path must follow -File.",
                    )?;
                    return self.file(&file);
                }
                Switch::Command => return self.command(),
                Switch::CommandWithArgs => {
                    let text = self.value(NO_COMMAND)?;
                    self.invocation.job = Job::Command(text, self.rest());
                    return Ok(());
                }
                Switch::EncodedCommand => self.encoded()?,
                Switch::EncodedArguments => {
                    let text = self.next().unwrap_or_default();
                    self.arguments.push(decoded(&text).ok_or_else(|| badly_encoded("EncodedArguments"))?);
                }
                other => self.setting(other)?,
            }
        }
        Ok(())
    }

    /// Options with a value that change nothing here, or cannot be had.
    fn setting(&mut self, switch: Switch) -> Result<(), Asked> {
        match switch {
            Switch::OutputFormat | Switch::InputFormat => {
                let name = if switch == Switch::OutputFormat { "OutputFormat" } else { "InputFormat" };
                let formats = "Specify one of the following formats for this parameter:\nText\nXML\nNone\n";
                let format = self.value(&format!(
                    "The command cannot be run because no argument has been supplied for the {name} parameter.\n{formats}"
                ))?;
                if !["text", "xml", "none"].iter().any(|known| known.starts_with(&format.to_lowercase())) {
                    return Err(refused(format!(
                        "Cannot process the command because the value \"{format}\" that is specified for the {name} \
                         parameter is not valid. {formats}"
                    )));
                }
            }
            Switch::ExecutionPolicy => {
                self.value(
                    "Cannot process the execution policy because of a missing policy name. A policy name must follow \
                     -ExecutionPolicy.",
                )?;
            }
            Switch::WorkingDirectory => {
                let missing = "Cannot process the command because -WorkingDirectory requires an argument that is a \
                               directory path.";
                self.invocation.folder = Some(self.next().ok_or_else(|| refused_plainly(missing, 64))?);
            }
            Switch::WindowStyle => {
                return Err(refused_plainly(
                    "Parameter -WindowStyle is not implemented on this platform.",
                    64,
                ));
            }
            Switch::Apartment(name) => {
                return Err(refused_plainly(
                    format!("Parameter -{name} is not supported on this platform."),
                    64,
                ));
            }
            Switch::SettingsFile => self.settings_file()?,
            Switch::ConfigurationName | Switch::ConfigurationFile => {
                let value = self.next().unwrap_or_default();
                let why = if switch == Switch::ConfigurationName {
                    format!("Cannot create or open the configuration session {value}.")
                } else {
                    format!("The provided configuration file '{value}' does not exist.")
                };
                return Err(refused_plainly(
                    format!("The shell cannot be started. A failure occurred during initialization:\n{why}"),
                    70,
                ));
            }
            _ => {
                self.next();
            }
        }
        Ok(())
    }

    fn settings_file(&mut self) -> Result<(), Asked> {
        let missing = "Cannot process the command because -SettingsFile requires a file path as an argument.";
        let file = self.next().ok_or_else(|| refused_plainly(missing, 64))?;
        let path = std::env::current_dir().unwrap_or_default().join(&file);
        if path.is_file() {
            return Ok(());
        }
        Err(refused_plainly(
            format!(
                "The argument '{}' passed to the -SettingsFile does not exist. Provide the path to an existing json \
                 file as an argument to the -SettingsFile parameter.",
                path.display()
            ),
            64,
        ))
    }

    fn command(&mut self) -> Result<(), Asked> {
        let words = self.rest();
        self.invocation.banner = false;
        match words.split_first() {
            None => return Err(refused(NO_COMMAND)),
            Some((first, rest)) if first == "-" => {
                if !rest.is_empty() {
                    return Err(refused(
                        "'-' was specified with the -Command parameter; no other arguments to -Command are permitted.",
                    ));
                }
                self.invocation.job = Job::SilentInput;
            }
            Some(_) => self.invocation.job = Job::Command(words.join(" "), Vec::new()),
        }
        Ok(())
    }

    fn encoded(&mut self) -> Result<(), Asked> {
        let text = self.value(NO_COMMAND)?;
        let text = decoded(&text).ok_or_else(|| badly_encoded("EncodedCommand"))?;
        self.invocation.banner = false;
        self.invocation.job = Job::Command(text, Vec::new());
        Ok(())
    }

    fn file(&mut self, file: &str) -> Result<(), Asked> {
        self.invocation.banner = false;
        if file == "-" {
            self.invocation.job = Job::TypedInput;
            return match self.next() {
                Some(word) if switch(&word).is_none() => Err(no_such_file(&word)),
                _ => Ok(()),
            };
        }
        if !std::env::current_dir().unwrap_or_default().join(file).is_file() {
            return Err(no_such_file(file));
        }
        self.invocation.job = Job::File(file.to_owned(), self.rest());
        Ok(())
    }
}

fn no_such_file(file: &str) -> Asked {
    let part = file.strip_prefix('-').unwrap_or("").to_lowercase();
    let close: Vec<&str> =
        NAMES.into_iter().filter(|name| !part.is_empty() && name.contains(&part)).collect();
    if !close.is_empty() {
        let close: String = close.iter().map(|name| format!("\n  -{name}")).collect();
        return refused_plainly(format!("Invalid argument '{file}', did you mean:\n{close}"), 64);
    }
    refused(format!(
        "The argument '{file}' is not recognized as the name of a script file. Check the spelling of the name, or if a \
         path was included, verify that the path is correct and try again."
    ))
}

fn badly_encoded(name: &str) -> Asked {
    refused(format!(
        "Cannot process the command because the value specified with -{name} is not properly encoded. The value must be \
         Base64 encoded."
    ))
}

/// Base64 over UTF-16.
fn decoded(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text.trim()).ok()?;
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| {
            u16::from_le_bytes([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)])
        })
        .collect();
    Some(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &[&str]) -> Asked {
        parse(&line.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_shortened_and_begin_in_three_ways() {
        for line in [&["-nop", "-c", "1"][..], &["--NoProfile", "--Command", "1"], &["/nop", "/c", "1"]] {
            let Asked::Run(invocation) = read(line) else { panic!("{line:?}") };
            assert!(!invocation.profile, "{line:?}");
            assert_eq!(invocation.job, Job::Command("1".to_owned(), Vec::new()));
        }
        assert_eq!(read(&["-v"]), Asked::Version);
        assert_eq!(read(&["/?"]), Asked::Help);
    }

    #[test]
    fn a_word_that_is_part_of_several_options_is_refused_with_them() {
        let Asked::Refused(refusal) = read(&["-No"]) else { panic!() };
        assert_eq!((refusal.code, refusal.usage), (64, false));
        assert!(refusal.message.ends_with("\n  -noprofile\n  -noprofileloadtime"));
    }

    #[test]
    fn commands_are_decoded() {
        let Asked::Run(invocation) = read(&["-e", "JwBlAG4AYwAnAA=="]) else { panic!() };
        assert_eq!(invocation.job, Job::Command("'enc'".to_owned(), Vec::new()));
        assert!(matches!(read(&["-e", "*"]), Asked::Refused(_)));
    }
}
