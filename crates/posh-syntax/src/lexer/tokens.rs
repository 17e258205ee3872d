//! What the lexer hands to the parser, and the tables of keywords and operators.

use std::sync::Arc;

use crate::ast::{Number, RedirectionStream, StringConstantKind, VariablePath};
use crate::{Span, Text, Token, TokenKind};

/// A token with what it says.
#[derive(Clone, Debug)]
pub(crate) struct Tok {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// Offset at which the lexer found it in its own text, to go back to.
    pub(crate) at: usize,
    pub(crate) value: TokValue,
}

impl Tok {
    pub(crate) fn plain(&self) -> Token {
        Token { kind: self.kind, span: self.span }
    }
}

/// What a token carries besides its kind.
#[derive(Clone, Debug)]
pub(crate) enum TokValue {
    None,
    Number(Number),
    String(Arc<StringTok>),
    Variable(Arc<VariablePath>),
    /// A parameter's name, and whether a colon ends it.
    Parameter(Arc<str>, bool),
    Label(Arc<str>),
    FileRedirection {
        from: RedirectionStream,
        append: bool,
    },
    Merging {
        from: RedirectionStream,
        to: RedirectionStream,
    },
}

/// A string or a word, its escapes resolved.
#[derive(Clone, Debug)]
pub(crate) struct StringTok {
    pub(crate) kind: StringConstantKind,
    pub(crate) value: Text,
    /// Pieces, where the string holds variables or sub-expressions.
    pub(crate) parts: Vec<RawPart>,
}

/// A piece of an expandable string, its sub-expressions not read yet.
#[derive(Clone, Debug)]
pub(crate) enum RawPart {
    Literal(Text),
    Variable(Span, Arc<VariablePath>),
    Sub(Arc<SubText>),
}

/// Text of a `$( ... )` in a string.
#[derive(Clone, Debug)]
pub(crate) struct SubText {
    /// Extent with the `$`.
    pub(crate) span: Span,
    /// Where the text starts in the lexer's own text (at the parenthesis), and where it ends.
    pub(crate) local: (usize, usize),
    /// The text without doubled quotes, and the offsets in it behind which one was left out.
    pub(crate) collapsed: Option<(Arc<str>, Vec<usize>)>,
}

/// Keyword of a word, in any letter case.
pub(crate) fn keyword(word: &str) -> Option<TokenKind> {
    use TokenKind as K;
    const LONGEST: usize = 13;
    if word.len() < 2 || word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut buffer = [0u8; LONGEST];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"begin" => K::Begin,
        b"break" => K::Break,
        b"catch" => K::Catch,
        b"class" => K::Class,
        b"continue" => K::Continue,
        b"data" => K::Data,
        b"define" => K::Define,
        b"do" => K::Do,
        b"dynamicparam" => K::Dynamicparam,
        b"else" => K::Else,
        b"elseif" => K::ElseIf,
        b"end" => K::End,
        b"exit" => K::Exit,
        b"filter" => K::Filter,
        b"finally" => K::Finally,
        b"for" => K::For,
        b"foreach" => K::Foreach,
        b"from" => K::From,
        b"function" => K::Function,
        b"if" => K::If,
        b"in" => K::In,
        b"param" => K::Param,
        b"process" => K::Process,
        b"return" => K::Return,
        b"switch" => K::Switch,
        b"throw" => K::Throw,
        b"trap" => K::Trap,
        b"try" => K::Try,
        b"until" => K::Until,
        b"using" => K::Using,
        b"var" => K::Var,
        b"while" => K::While,
        b"workflow" => K::Workflow,
        b"parallel" => K::Parallel,
        b"sequence" => K::Sequence,
        b"inlinescript" => K::InlineScript,
        b"configuration" => K::Configuration,
        b"public" => K::Public,
        b"private" => K::Private,
        b"static" => K::Static,
        b"interface" => K::Interface,
        b"enum" => K::Enum,
        b"namespace" => K::Namespace,
        b"module" => K::Module,
        b"type" => K::Type,
        b"assembly" => K::Assembly,
        b"command" => K::Command,
        b"hidden" => K::Hidden,
        b"base" => K::Base,
        b"default" => K::Default,
        b"clean" => K::Clean,
        _ => return None,
    })
}

/// Operator of a word behind a dash, in any letter case.
pub(crate) fn word_operator(word: &str) -> Option<TokenKind> {
    use TokenKind as K;
    const LONGEST: usize = 12;
    if word.is_empty() || word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut buffer = [0u8; LONGEST];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"bnot" => K::Bnot,
        b"not" => K::Not,
        b"eq" | b"ieq" => K::Ieq,
        b"ceq" => K::Ceq,
        b"ne" | b"ine" => K::Ine,
        b"cne" => K::Cne,
        b"ge" | b"ige" => K::Ige,
        b"cge" => K::Cge,
        b"gt" | b"igt" => K::Igt,
        b"cgt" => K::Cgt,
        b"lt" | b"ilt" => K::Ilt,
        b"clt" => K::Clt,
        b"le" | b"ile" => K::Ile,
        b"cle" => K::Cle,
        b"like" | b"ilike" => K::Ilike,
        b"clike" => K::Clike,
        b"notlike" | b"inotlike" => K::Inotlike,
        b"cnotlike" => K::Cnotlike,
        b"match" | b"imatch" => K::Imatch,
        b"cmatch" => K::Cmatch,
        b"notmatch" | b"inotmatch" => K::Inotmatch,
        b"cnotmatch" => K::Cnotmatch,
        b"replace" | b"ireplace" => K::Ireplace,
        b"creplace" => K::Creplace,
        b"contains" | b"icontains" => K::Icontains,
        b"ccontains" => K::Ccontains,
        b"notcontains" | b"inotcontains" => K::Inotcontains,
        b"cnotcontains" => K::Cnotcontains,
        b"in" | b"iin" => K::Iin,
        b"cin" => K::Cin,
        b"notin" | b"inotin" => K::Inotin,
        b"cnotin" => K::Cnotin,
        b"split" | b"isplit" => K::Isplit,
        b"csplit" => K::Csplit,
        b"isnot" => K::IsNot,
        b"is" => K::Is,
        b"as" => K::As,
        b"f" => K::Format,
        b"and" => K::And,
        b"band" => K::Band,
        b"or" => K::Or,
        b"bor" => K::Bor,
        b"xor" => K::Xor,
        b"bxor" => K::Bxor,
        b"join" => K::Join,
        b"shl" => K::Shl,
        b"shr" => K::Shr,
        _ => return None,
    })
}

/// Traits of kinds that the grammar asks for.
impl TokenKind {
    /// How tightly a binary operator binds; nothing for other tokens.
    pub(crate) fn binary_precedence(self) -> Option<u8> {
        use TokenKind as K;
        Some(match self {
            K::And | K::Or | K::Xor => 1,
            K::Band | K::Bor | K::Bxor => 2,
            K::Ieq
            | K::Ine
            | K::Ige
            | K::Igt
            | K::Ilt
            | K::Ile
            | K::Ilike
            | K::Inotlike
            | K::Imatch
            | K::Inotmatch
            | K::Ireplace
            | K::Icontains
            | K::Inotcontains
            | K::Iin
            | K::Inotin
            | K::Isplit
            | K::Ceq
            | K::Cne
            | K::Cge
            | K::Cgt
            | K::Clt
            | K::Cle
            | K::Clike
            | K::Cnotlike
            | K::Cmatch
            | K::Cnotmatch
            | K::Creplace
            | K::Ccontains
            | K::Cnotcontains
            | K::Cin
            | K::Cnotin
            | K::Csplit
            | K::Is
            | K::IsNot
            | K::As
            | K::Join
            | K::Shl
            | K::Shr => 5,
            K::QuestionQuestion => 7,
            K::Plus | K::Minus => 9,
            K::Multiply | K::Divide | K::Rem => 10,
            K::Format => 13,
            K::DotDot => 14,
            _ => return None,
        })
    }

    /// Whether the token can stand before its operand.
    pub(crate) fn is_unary(self) -> bool {
        use TokenKind as K;
        matches!(
            self,
            K::Exclaim
                | K::Not
                | K::Bnot
                | K::Plus
                | K::Minus
                | K::PlusPlus
                | K::MinusMinus
                | K::Comma
                | K::Isplit
                | K::Csplit
                | K::Join
        )
    }

    /// Whether the token assigns.
    pub(crate) fn is_assignment(self) -> bool {
        use TokenKind as K;
        matches!(
            self,
            K::Equals
                | K::PlusEquals
                | K::MinusEquals
                | K::MultiplyEquals
                | K::DivideEquals
                | K::RemainderEquals
                | K::QuestionQuestionEquals
        )
    }

    /// Whether the token is a keyword.
    pub(crate) fn is_keyword(self) -> bool {
        let n = self as u16;
        n >= TokenKind::Begin as u16
    }
}
