//! Unicode categories and blocks of `\p{...}`.

/// Blocks that .NET names, as ranges of the engine.
const BLOCKS: &[(&str, &str)] = &[
    ("IsBasicLatin", r"\x{0}-\x{7f}"),
    ("IsLatin-1Supplement", r"\x{80}-\x{ff}"),
    ("IsLatinExtended-A", r"\x{100}-\x{17f}"),
    ("IsLatinExtended-B", r"\x{180}-\x{24f}"),
    ("IsIPAExtensions", r"\x{250}-\x{2af}"),
    ("IsCombiningDiacriticalMarks", r"\x{300}-\x{36f}"),
    ("IsGreek", r"\x{370}-\x{3ff}"),
    ("IsGreekandCoptic", r"\x{370}-\x{3ff}"),
    ("IsCyrillic", r"\x{400}-\x{4ff}"),
    ("IsArmenian", r"\x{530}-\x{58f}"),
    ("IsHebrew", r"\x{590}-\x{5ff}"),
    ("IsArabic", r"\x{600}-\x{6ff}"),
    ("IsDevanagari", r"\x{900}-\x{97f}"),
    ("IsThai", r"\x{e00}-\x{e7f}"),
    ("IsHangulJamo", r"\x{1100}-\x{11ff}"),
    ("IsLatinExtendedAdditional", r"\x{1e00}-\x{1eff}"),
    ("IsGreekExtended", r"\x{1f00}-\x{1fff}"),
    ("IsGeneralPunctuation", r"\x{2000}-\x{206f}"),
    ("IsCurrencySymbols", r"\x{20a0}-\x{20cf}"),
    ("IsArrows", r"\x{2190}-\x{21ff}"),
    ("IsMathematicalOperators", r"\x{2200}-\x{22ff}"),
    ("IsBoxDrawing", r"\x{2500}-\x{257f}"),
    ("IsDingbats", r"\x{2700}-\x{27bf}"),
    ("IsHiragana", r"\x{3040}-\x{309f}"),
    ("IsKatakana", r"\x{30a0}-\x{30ff}"),
    ("IsCJKUnifiedIdeographs", r"\x{4e00}-\x{9fff}"),
    ("IsHangulSyllables", r"\x{ac00}-\x{d7af}"),
    ("IsPrivateUse", r"\x{e000}-\x{f8ff}"),
];

const CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co",
    "Cn",
];

/// The inside of a character class of the engine that a category or block is; `None` for names that .NET does not know.
pub(super) fn class_of(name: &str) -> Option<String> {
    if name == "Cs" {
        // No text of the engine holds a lone surrogate.
        return Some(r"[^\x{0}-\x{10ffff}]".to_owned());
    }
    if CATEGORIES.contains(&name) {
        return Some(format!("\\p{{{name}}}"));
    }
    BLOCKS.iter().find(|(block, _)| *block == name).map(|(_, range)| format!("[{range}]"))
}
