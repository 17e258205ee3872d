//! What the type table says of how types are written and read.

/// How deep objects of a type are written, whatever was asked for.
pub(super) fn depth_of(type_name: &str) -> Option<usize> {
    Some(match type_name {
        "System.Management.Automation.Job"
        | "System.Management.Automation.PSListModifier"
        | "System.Management.Automation.Signature" => 2,
        "System.Exception"
        | "System.Globalization.CultureInfo"
        | "System.Management.Automation.PSCredential"
        | "System.Management.Automation.PSPrimitiveDictionary"
        | "System.Management.Automation.SwitchParameter"
        | "System.Net.IPAddress"
        | "System.Net.Mail.MailAddress" => 1,
        _ => return None,
    })
}

/// The properties that are written of a type, where they are not all.
pub(super) fn chosen_properties(type_name: &str) -> Option<&'static [&'static str]> {
    Some(match type_name {
        "System.Globalization.CultureInfo" => &[
            "LCID",
            "Name",
            "DisplayName",
            "IetfLanguageTag",
            "ThreeLetterISOLanguageName",
            "ThreeLetterWindowsLanguageName",
            "TwoLetterISOLanguageName",
        ],
        "System.Management.Automation.ParameterMetadata" => {
            &["Name", "ParameterType", "Aliases", "IsDynamic", "SwitchParameter"]
        }
        "System.Management.Automation.ParameterSetMetadata" => &["Position", "Flags", "HelpMessage"],
        _ => return None,
    })
}
