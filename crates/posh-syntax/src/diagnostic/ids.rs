//! PowerShell's parse errors: their ids and the patterns of their messages.

/// A parse error's id, named as PowerShell names it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum ErrorId {
    ArrayHasTooManyDimensions,
    ArrayReferenceNotSupportedInDataSection,
    AssignmentStatementNotSupportedInDataSection,
    AssignmentStatementToAutomaticNotSupported,
    AttributeNotAllowedOnDeclaration,
    AttributeNotSupportedInDataSection,
    BackgroundOperatorInPipelineChain,
    BadNumericConstant,
    CannotLoadAssemblyFromUncPath,
    CannotLoadAssemblyWithUriSchema,
    CmdletNotInAllowedListForDataSection,
    ConstructorCantHaveReturnType,
    ControlLeavingFinally,
    CustomAttributeTypeNotFound,
    DataSectionStatementNotSupportedInDataSection,
    DoWhileStatementNotSupportedInDataSection,
    DotSourcingNotSupportedInDataSection,
    DscResourceInvalidGetMethod,
    DscResourceInvalidKeyProperty,
    DscResourceMissingDefaultConstructor,
    DscResourceMissingGetMethod,
    DscResourceMissingKeyProperty,
    DscResourceMissingSetMethod,
    DscResourceMissingTestMethod,
    DuplicateFormalParameter,
    DuplicateKeyInHashLiteral,
    DuplicateNamedArgument,
    DuplicateQualifier,
    DuplicateScriptCommandClause,
    EmptyCatchNotLast,
    EmptyPipeElement,
    EmptyPipelineChainElement,
    EmptyVariableReference,
    EndSquareBracketExpectedAtEndOfAttribute,
    EndSquareBracketExpectedAtEndOfType,
    ErrorLoadingAssembly,
    ExceptionTypeAlreadyCaught,
    ExpectedExpression,
    ExpectedValueExpression,
    ExpressionsMustBeFirstInPipeline,
    FlowControlStatementNotSupportedInDataSection,
    ForWhileStatementNotSupportedInDataSection,
    ForeachStatementNotSupportedInDataSection,
    FunctionDeclarationNotSupportedInDataSection,
    IfStatementMissingCondition,
    IncompleteDollarSubexpressionReference,
    IncompleteDollarVariableReference,
    IncompleteMemberDefinition,
    IncompleteString,
    InvalidBracedVariableReference,
    InvalidConfigurationName,
    InvalidForeachFlag,
    InvalidFunctionParameter,
    InvalidLeftHandSide,
    InvalidNamespaceValue,
    InvalidPSSnapInName,
    InvalidParameterForDataSectionStatement,
    InvalidSwitchFlag,
    InvalidUnderlyingType,
    InvalidUnicodeEscapeSequence,
    InvalidUnicodeEscapeSequenceValue,
    InvalidUsingExpression,
    InvalidValueForUsingItemName,
    InvalidVariableReference,
    InvalidVariableReferenceWithDrive,
    KeywordParameterReservedForFutureUse,
    LabelNotFound,
    MemberAlreadyDefined,
    MethodCallNotSupportedInDataSection,
    MethodHasCodePathNotReturn,
    MissingArgument,
    MissingArrayIndexExpression,
    MissingAssemblyNameSpecification,
    MissingBaseCtorCall,
    MissingCatchHandlerBlock,
    MissingCatchOrFinally,
    MissingColonInTernaryExpression,
    MissingConfigurationName,
    MissingCurlyBraceInSwitchStatement,
    MissingEndCurlyBrace,
    MissingEndParenthesisAfterForeach,
    MissingEndParenthesisAfterStatement,
    MissingEndParenthesisInExpression,
    MissingEndParenthesisInFunctionParameterList,
    MissingEndParenthesisInMethodCall,
    MissingEndParenthesisInSubexpression,
    MissingEndParenthesisInSwitchStatement,
    MissingEndSquareBracket,
    MissingEqualsInHashLiteral,
    MissingEqualsInUsingAlias,
    MissingExpression,
    MissingExpressionAfterKeyword,
    MissingExpressionAfterOperator,
    MissingExpressionAfterToken,
    MissingExpressionInNamedArgument,
    MissingFileSpecification,
    MissingFilenameOption,
    MissingFinallyStatementBlock,
    MissingForeachExpression,
    MissingForeachStatement,
    MissingFunctionBody,
    MissingInInForeach,
    MissingLoopStatement,
    MissingMethodParameterList,
    MissingNameAfterKeyword,
    MissingNamedBlocks,
    MissingNamedStatementBlock,
    MissingNamespaceAlias,
    MissingOpenParenthesisAfterKeyword,
    MissingOpenParenthesisInIfStatement,
    MissingPropertyName,
    MissingPropertyTerminator,
    MissingStatementAfterKeyword,
    MissingStatementBlock,
    MissingStatementBlockAfterElse,
    MissingStatementBlockForDataSection,
    MissingStatementInHashLiteral,
    MissingStatementTerminator,
    MissingSwitchConditionExpression,
    MissingSwitchStatementClause,
    MissingTerminatorMultiLineComment,
    MissingThis,
    MissingThrottleLimit,
    MissingTrapStatement,
    MissingTryStatementBlock,
    MissingTypeBody,
    MissingTypeInStaticPropertyAssignment,
    MissingTypeLiteralToken,
    MissingTypename,
    MissingUnicodeEscapeSequenceTerminator,
    MissingUsingItemName,
    MissingUsingStatementDirective,
    MissingValueForSupportedCommandInDataSectionStatement,
    MissingVariableNameAfterForeach,
    MissingWhileOrUntilInDoWhile,
    ModuleNotFoundDuringParse,
    MultipleSwitchDefaultClauses,
    MultipleTypeConstraintsOnMethodParam,
    NamedBlockNotAllowedInMethod,
    NonStaticMemberAccessInStaticMember,
    NonVoidMethodMissingReturnValue,
    OnlyOneParameterListAllowed,
    OpenBraceNeedsToBeBackTickedInVariableName,
    OperatorNotSupportedInDataSection,
    OperatorRequiresVariableOrProperty,
    OrderedAttributeOnlyOnHashLiteralNode,
    ParallelAndSequenceBlockNotSupportedInDataSection,
    ParamBlockNotAllowedInMethod,
    ParameterAlreadyBound,
    ParameterAttributeArgumentNeedsToBeConstant,
    ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock,
    ParameterCannotHaveArgument,
    ParameterDeclarationNotSupportedInDataSection,
    ParameterRequiresArgument,
    ParserError,
    PipelineValueRequired,
    PropertyNotFoundForAttribute,
    PropertyReferenceNotSupportedInDataSection,
    ReadOnlyProperty,
    RedirectionNotSupported,
    RedirectionNotSupportedInDataSection,
    ReferenceNeedsToBeByItselfInTypeConstraint,
    ReferenceNeedsToBeByItselfInTypeSequence,
    ReferenceNeedsToBeLastTypeInTypeConversion,
    RequiresArgumentMustBeConstant,
    RequiresInvalidStringArgument,
    RequiresModuleInvalid,
    RequiresPSEditionInvalid,
    RequiresPSEditionValueIsAlreadySpecified,
    RequiresVersionInvalid,
    ReservedKeywordNotAllowed,
    ScriptBlockNotSupportedInDataSection,
    ScriptRequiresInvalidFormat,
    ScriptTooComplicated,
    SplattingNotPermitted,
    SplattingNotPermittedInArgumentList,
    StreamAlreadyRedirected,
    SwitchStatementNotSupportedInDataSection,
    TerminatorExpectedAtEndOfString,
    ThrottleLimitRequiresParallelFlag,
    TokenAfterEndOfValidScriptText,
    TooManyDigitsInUnicodeEscapeSequence,
    TooManyTypes,
    TrapStatementNotSupportedInDataSection,
    TryStatementNotSupportedInDataSection,
    TypeNameExpected,
    TypeNotAllowedBeforeParam,
    TypeNotAllowedBeforeStatement,
    TypeNotAllowedForProperty,
    TypeNotAllowedInDataSection,
    TypeNotFound,
    UnexpectedAttribute,
    UnexpectedCharactersAfterHereStringHeader,
    UnexpectedKeyword,
    UnexpectedToken,
    UnexpectedUnaryOperator,
    UnrecognizedToken,
    UsingMustBeAtStartOfScript,
    UsingStatementNotSupported,
    VariableNotLocal,
    VariableReferenceNotSupportedInDataSection,
    VoidMethodHasReturn,
    VoidTypeConstraintNotAllowed,
    WhitespaceBeforeHereStringFooter,
    WildCardModuleNameError,
    WorkflowNotSupportedInPowerShellCore,
}

impl ErrorId {
    /// The id as text.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ArrayHasTooManyDimensions => "ArrayHasTooManyDimensions",
            Self::ArrayReferenceNotSupportedInDataSection => "ArrayReferenceNotSupportedInDataSection",
            Self::AssignmentStatementNotSupportedInDataSection => {
                "AssignmentStatementNotSupportedInDataSection"
            }
            Self::AssignmentStatementToAutomaticNotSupported => "AssignmentStatementToAutomaticNotSupported",
            Self::AttributeNotAllowedOnDeclaration => "AttributeNotAllowedOnDeclaration",
            Self::AttributeNotSupportedInDataSection => "AttributeNotSupportedInDataSection",
            Self::BackgroundOperatorInPipelineChain => "BackgroundOperatorInPipelineChain",
            Self::BadNumericConstant => "BadNumericConstant",
            Self::CannotLoadAssemblyFromUncPath => "CannotLoadAssemblyFromUncPath",
            Self::CannotLoadAssemblyWithUriSchema => "CannotLoadAssemblyWithUriSchema",
            Self::CmdletNotInAllowedListForDataSection => "CmdletNotInAllowedListForDataSection",
            Self::ConstructorCantHaveReturnType => "ConstructorCantHaveReturnType",
            Self::ControlLeavingFinally => "ControlLeavingFinally",
            Self::CustomAttributeTypeNotFound => "CustomAttributeTypeNotFound",
            Self::DataSectionStatementNotSupportedInDataSection => {
                "DataSectionStatementNotSupportedInDataSection"
            }
            Self::DoWhileStatementNotSupportedInDataSection => "DoWhileStatementNotSupportedInDataSection",
            Self::DotSourcingNotSupportedInDataSection => "DotSourcingNotSupportedInDataSection",
            Self::DscResourceInvalidGetMethod => "DscResourceInvalidGetMethod",
            Self::DscResourceInvalidKeyProperty => "DscResourceInvalidKeyProperty",
            Self::DscResourceMissingDefaultConstructor => "DscResourceMissingDefaultConstructor",
            Self::DscResourceMissingGetMethod => "DscResourceMissingGetMethod",
            Self::DscResourceMissingKeyProperty => "DscResourceMissingKeyProperty",
            Self::DscResourceMissingSetMethod => "DscResourceMissingSetMethod",
            Self::DscResourceMissingTestMethod => "DscResourceMissingTestMethod",
            Self::DuplicateFormalParameter => "DuplicateFormalParameter",
            Self::DuplicateKeyInHashLiteral => "DuplicateKeyInHashLiteral",
            Self::DuplicateNamedArgument => "DuplicateNamedArgument",
            Self::DuplicateQualifier => "DuplicateQualifier",
            Self::DuplicateScriptCommandClause => "DuplicateScriptCommandClause",
            Self::EmptyCatchNotLast => "EmptyCatchNotLast",
            Self::EmptyPipeElement => "EmptyPipeElement",
            Self::EmptyPipelineChainElement => "EmptyPipelineChainElement",
            Self::EmptyVariableReference => "EmptyVariableReference",
            Self::EndSquareBracketExpectedAtEndOfAttribute => "EndSquareBracketExpectedAtEndOfAttribute",
            Self::EndSquareBracketExpectedAtEndOfType => "EndSquareBracketExpectedAtEndOfType",
            Self::ErrorLoadingAssembly => "ErrorLoadingAssembly",
            Self::ExceptionTypeAlreadyCaught => "ExceptionTypeAlreadyCaught",
            Self::ExpectedExpression => "ExpectedExpression",
            Self::ExpectedValueExpression => "ExpectedValueExpression",
            Self::ExpressionsMustBeFirstInPipeline => "ExpressionsMustBeFirstInPipeline",
            Self::FlowControlStatementNotSupportedInDataSection => {
                "FlowControlStatementNotSupportedInDataSection"
            }
            Self::ForWhileStatementNotSupportedInDataSection => "ForWhileStatementNotSupportedInDataSection",
            Self::ForeachStatementNotSupportedInDataSection => "ForeachStatementNotSupportedInDataSection",
            Self::FunctionDeclarationNotSupportedInDataSection => {
                "FunctionDeclarationNotSupportedInDataSection"
            }
            Self::IfStatementMissingCondition => "IfStatementMissingCondition",
            Self::IncompleteDollarSubexpressionReference => "IncompleteDollarSubexpressionReference",
            Self::IncompleteDollarVariableReference => "IncompleteDollarVariableReference",
            Self::IncompleteMemberDefinition => "IncompleteMemberDefinition",
            Self::IncompleteString => "IncompleteString",
            Self::InvalidBracedVariableReference => "InvalidBracedVariableReference",
            Self::InvalidConfigurationName => "InvalidConfigurationName",
            Self::InvalidForeachFlag => "InvalidForeachFlag",
            Self::InvalidFunctionParameter => "InvalidFunctionParameter",
            Self::InvalidLeftHandSide => "InvalidLeftHandSide",
            Self::InvalidNamespaceValue => "InvalidNamespaceValue",
            Self::InvalidPSSnapInName => "InvalidPSSnapInName",
            Self::InvalidParameterForDataSectionStatement => "InvalidParameterForDataSectionStatement",
            Self::InvalidSwitchFlag => "InvalidSwitchFlag",
            Self::InvalidUnderlyingType => "InvalidUnderlyingType",
            Self::InvalidUnicodeEscapeSequence => "InvalidUnicodeEscapeSequence",
            Self::InvalidUnicodeEscapeSequenceValue => "InvalidUnicodeEscapeSequenceValue",
            Self::InvalidUsingExpression => "InvalidUsingExpression",
            Self::InvalidValueForUsingItemName => "InvalidValueForUsingItemName",
            Self::InvalidVariableReference => "InvalidVariableReference",
            Self::InvalidVariableReferenceWithDrive => "InvalidVariableReferenceWithDrive",
            Self::KeywordParameterReservedForFutureUse => "KeywordParameterReservedForFutureUse",
            Self::LabelNotFound => "LabelNotFound",
            Self::MemberAlreadyDefined => "MemberAlreadyDefined",
            Self::MethodCallNotSupportedInDataSection => "MethodCallNotSupportedInDataSection",
            Self::MethodHasCodePathNotReturn => "MethodHasCodePathNotReturn",
            Self::MissingArgument => "MissingArgument",
            Self::MissingArrayIndexExpression => "MissingArrayIndexExpression",
            Self::MissingAssemblyNameSpecification => "MissingAssemblyNameSpecification",
            Self::MissingBaseCtorCall => "MissingBaseCtorCall",
            Self::MissingCatchHandlerBlock => "MissingCatchHandlerBlock",
            Self::MissingCatchOrFinally => "MissingCatchOrFinally",
            Self::MissingColonInTernaryExpression => "MissingColonInTernaryExpression",
            Self::MissingConfigurationName => "MissingConfigurationName",
            Self::MissingCurlyBraceInSwitchStatement => "MissingCurlyBraceInSwitchStatement",
            Self::MissingEndCurlyBrace => "MissingEndCurlyBrace",
            Self::MissingEndParenthesisAfterForeach => "MissingEndParenthesisAfterForeach",
            Self::MissingEndParenthesisAfterStatement => "MissingEndParenthesisAfterStatement",
            Self::MissingEndParenthesisInExpression => "MissingEndParenthesisInExpression",
            Self::MissingEndParenthesisInFunctionParameterList => {
                "MissingEndParenthesisInFunctionParameterList"
            }
            Self::MissingEndParenthesisInMethodCall => "MissingEndParenthesisInMethodCall",
            Self::MissingEndParenthesisInSubexpression => "MissingEndParenthesisInSubexpression",
            Self::MissingEndParenthesisInSwitchStatement => "MissingEndParenthesisInSwitchStatement",
            Self::MissingEndSquareBracket => "MissingEndSquareBracket",
            Self::MissingEqualsInHashLiteral => "MissingEqualsInHashLiteral",
            Self::MissingEqualsInUsingAlias => "MissingEqualsInUsingAlias",
            Self::MissingExpression => "MissingExpression",
            Self::MissingExpressionAfterKeyword => "MissingExpressionAfterKeyword",
            Self::MissingExpressionAfterOperator => "MissingExpressionAfterOperator",
            Self::MissingExpressionAfterToken => "MissingExpressionAfterToken",
            Self::MissingExpressionInNamedArgument => "MissingExpressionInNamedArgument",
            Self::MissingFileSpecification => "MissingFileSpecification",
            Self::MissingFilenameOption => "MissingFilenameOption",
            Self::MissingFinallyStatementBlock => "MissingFinallyStatementBlock",
            Self::MissingForeachExpression => "MissingForeachExpression",
            Self::MissingForeachStatement => "MissingForeachStatement",
            Self::MissingFunctionBody => "MissingFunctionBody",
            Self::MissingInInForeach => "MissingInInForeach",
            Self::MissingLoopStatement => "MissingLoopStatement",
            Self::MissingMethodParameterList => "MissingMethodParameterList",
            Self::MissingNameAfterKeyword => "MissingNameAfterKeyword",
            Self::MissingNamedBlocks => "MissingNamedBlocks",
            Self::MissingNamedStatementBlock => "MissingNamedStatementBlock",
            Self::MissingNamespaceAlias => "MissingNamespaceAlias",
            Self::MissingOpenParenthesisAfterKeyword => "MissingOpenParenthesisAfterKeyword",
            Self::MissingOpenParenthesisInIfStatement => "MissingOpenParenthesisInIfStatement",
            Self::MissingPropertyName => "MissingPropertyName",
            Self::MissingPropertyTerminator => "MissingPropertyTerminator",
            Self::MissingStatementAfterKeyword => "MissingStatementAfterKeyword",
            Self::MissingStatementBlock => "MissingStatementBlock",
            Self::MissingStatementBlockAfterElse => "MissingStatementBlockAfterElse",
            Self::MissingStatementBlockForDataSection => "MissingStatementBlockForDataSection",
            Self::MissingStatementInHashLiteral => "MissingStatementInHashLiteral",
            Self::MissingStatementTerminator => "MissingStatementTerminator",
            Self::MissingSwitchConditionExpression => "MissingSwitchConditionExpression",
            Self::MissingSwitchStatementClause => "MissingSwitchStatementClause",
            Self::MissingTerminatorMultiLineComment => "MissingTerminatorMultiLineComment",
            Self::MissingThis => "MissingThis",
            Self::MissingThrottleLimit => "MissingThrottleLimit",
            Self::MissingTrapStatement => "MissingTrapStatement",
            Self::MissingTryStatementBlock => "MissingTryStatementBlock",
            Self::MissingTypeBody => "MissingTypeBody",
            Self::MissingTypeInStaticPropertyAssignment => "MissingTypeInStaticPropertyAssignment",
            Self::MissingTypeLiteralToken => "MissingTypeLiteralToken",
            Self::MissingTypename => "MissingTypename",
            Self::MissingUnicodeEscapeSequenceTerminator => "MissingUnicodeEscapeSequenceTerminator",
            Self::MissingUsingItemName => "MissingUsingItemName",
            Self::MissingUsingStatementDirective => "MissingUsingStatementDirective",
            Self::MissingValueForSupportedCommandInDataSectionStatement => {
                "MissingValueForSupportedCommandInDataSectionStatement"
            }
            Self::MissingVariableNameAfterForeach => "MissingVariableNameAfterForeach",
            Self::MissingWhileOrUntilInDoWhile => "MissingWhileOrUntilInDoWhile",
            Self::ModuleNotFoundDuringParse => "ModuleNotFoundDuringParse",
            Self::MultipleSwitchDefaultClauses => "MultipleSwitchDefaultClauses",
            Self::MultipleTypeConstraintsOnMethodParam => "MultipleTypeConstraintsOnMethodParam",
            Self::NamedBlockNotAllowedInMethod => "NamedBlockNotAllowedInMethod",
            Self::NonStaticMemberAccessInStaticMember => "NonStaticMemberAccessInStaticMember",
            Self::NonVoidMethodMissingReturnValue => "NonVoidMethodMissingReturnValue",
            Self::OnlyOneParameterListAllowed => "OnlyOneParameterListAllowed",
            Self::OpenBraceNeedsToBeBackTickedInVariableName => "OpenBraceNeedsToBeBackTickedInVariableName",
            Self::OperatorNotSupportedInDataSection => "OperatorNotSupportedInDataSection",
            Self::OperatorRequiresVariableOrProperty => "OperatorRequiresVariableOrProperty",
            Self::OrderedAttributeOnlyOnHashLiteralNode => "OrderedAttributeOnlyOnHashLiteralNode",
            Self::ParallelAndSequenceBlockNotSupportedInDataSection => {
                "ParallelAndSequenceBlockNotSupportedInDataSection"
            }
            Self::ParamBlockNotAllowedInMethod => "ParamBlockNotAllowedInMethod",
            Self::ParameterAlreadyBound => "ParameterAlreadyBound",
            Self::ParameterAttributeArgumentNeedsToBeConstant => {
                "ParameterAttributeArgumentNeedsToBeConstant"
            }
            Self::ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock => {
                "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock"
            }
            Self::ParameterCannotHaveArgument => "ParameterCannotHaveArgument",
            Self::ParameterDeclarationNotSupportedInDataSection => {
                "ParameterDeclarationNotSupportedInDataSection"
            }
            Self::ParameterRequiresArgument => "ParameterRequiresArgument",
            Self::ParserError => "ParserError",
            Self::PipelineValueRequired => "PipelineValueRequired",
            Self::PropertyNotFoundForAttribute => "PropertyNotFoundForAttribute",
            Self::PropertyReferenceNotSupportedInDataSection => "PropertyReferenceNotSupportedInDataSection",
            Self::ReadOnlyProperty => "ReadOnlyProperty",
            Self::RedirectionNotSupported => "RedirectionNotSupported",
            Self::RedirectionNotSupportedInDataSection => "RedirectionNotSupportedInDataSection",
            Self::ReferenceNeedsToBeByItselfInTypeConstraint => "ReferenceNeedsToBeByItselfInTypeConstraint",
            Self::ReferenceNeedsToBeByItselfInTypeSequence => "ReferenceNeedsToBeByItselfInTypeSequence",
            Self::ReferenceNeedsToBeLastTypeInTypeConversion => "ReferenceNeedsToBeLastTypeInTypeConversion",
            Self::RequiresArgumentMustBeConstant => "RequiresArgumentMustBeConstant",
            Self::RequiresInvalidStringArgument => "RequiresInvalidStringArgument",
            Self::RequiresModuleInvalid => "RequiresModuleInvalid",
            Self::RequiresPSEditionInvalid => "RequiresPSEditionInvalid",
            Self::RequiresPSEditionValueIsAlreadySpecified => "RequiresPSEditionValueIsAlreadySpecified",
            Self::RequiresVersionInvalid => "RequiresVersionInvalid",
            Self::ReservedKeywordNotAllowed => "ReservedKeywordNotAllowed",
            Self::ScriptBlockNotSupportedInDataSection => "ScriptBlockNotSupportedInDataSection",
            Self::ScriptRequiresInvalidFormat => "ScriptRequiresInvalidFormat",
            Self::ScriptTooComplicated => "ScriptTooComplicated",
            Self::SplattingNotPermitted => "SplattingNotPermitted",
            Self::SplattingNotPermittedInArgumentList => "SplattingNotPermittedInArgumentList",
            Self::StreamAlreadyRedirected => "StreamAlreadyRedirected",
            Self::SwitchStatementNotSupportedInDataSection => "SwitchStatementNotSupportedInDataSection",
            Self::TerminatorExpectedAtEndOfString => "TerminatorExpectedAtEndOfString",
            Self::ThrottleLimitRequiresParallelFlag => "ThrottleLimitRequiresParallelFlag",
            Self::TokenAfterEndOfValidScriptText => "TokenAfterEndOfValidScriptText",
            Self::TooManyDigitsInUnicodeEscapeSequence => "TooManyDigitsInUnicodeEscapeSequence",
            Self::TooManyTypes => "TooManyTypes",
            Self::TrapStatementNotSupportedInDataSection => "TrapStatementNotSupportedInDataSection",
            Self::TryStatementNotSupportedInDataSection => "TryStatementNotSupportedInDataSection",
            Self::TypeNameExpected => "TypeNameExpected",
            Self::TypeNotAllowedBeforeParam => "TypeNotAllowedBeforeParam",
            Self::TypeNotAllowedBeforeStatement => "TypeNotAllowedBeforeStatement",
            Self::TypeNotAllowedForProperty => "TypeNotAllowedForProperty",
            Self::TypeNotAllowedInDataSection => "TypeNotAllowedInDataSection",
            Self::TypeNotFound => "TypeNotFound",
            Self::UnexpectedAttribute => "UnexpectedAttribute",
            Self::UnexpectedCharactersAfterHereStringHeader => "UnexpectedCharactersAfterHereStringHeader",
            Self::UnexpectedKeyword => "UnexpectedKeyword",
            Self::UnexpectedToken => "UnexpectedToken",
            Self::UnexpectedUnaryOperator => "UnexpectedUnaryOperator",
            Self::UnrecognizedToken => "UnrecognizedToken",
            Self::UsingMustBeAtStartOfScript => "UsingMustBeAtStartOfScript",
            Self::UsingStatementNotSupported => "UsingStatementNotSupported",
            Self::VariableNotLocal => "VariableNotLocal",
            Self::VariableReferenceNotSupportedInDataSection => "VariableReferenceNotSupportedInDataSection",
            Self::VoidMethodHasReturn => "VoidMethodHasReturn",
            Self::VoidTypeConstraintNotAllowed => "VoidTypeConstraintNotAllowed",
            Self::WhitespaceBeforeHereStringFooter => "WhitespaceBeforeHereStringFooter",
            Self::WildCardModuleNameError => "WildCardModuleNameError",
            Self::WorkflowNotSupportedInPowerShellCore => "WorkflowNotSupportedInPowerShellCore",
        }
    }

    /// The message's pattern, with `{0}` and so on for its arguments and braces doubled.
    const fn pattern(self) -> &'static str {
        match self {
            Self::ArrayHasTooManyDimensions => {
                "The array has too many dimensions: {0}. The number of dimensions for an array must be less than or equal to 32."
            }
            Self::ArrayReferenceNotSupportedInDataSection => {
                "Array references are not allowed in restricted language mode or a Data section."
            }
            Self::AssignmentStatementNotSupportedInDataSection => {
                "Assignment statements are not allowed in restricted language mode or a Data section."
            }
            Self::AssignmentStatementToAutomaticNotSupported => {
                "Cannot assign automatic variable '{0}' with type '{1}'"
            }
            Self::AttributeNotAllowedOnDeclaration => {
                "Attribute '{0}' is not valid on this declaration. It is valid on '{1}' declarations only."
            }
            Self::AttributeNotSupportedInDataSection => {
                "Attributes are not allowed in restricted language mode or a Data section."
            }
            Self::BackgroundOperatorInPipelineChain => {
                "Background operators can only be used at the end of a pipeline chain."
            }
            Self::BadNumericConstant => "The numeric constant {0} is not valid.",
            Self::CannotLoadAssemblyFromUncPath => "Cannot use assembly with an UNC path: '{0}'.",
            Self::CannotLoadAssemblyWithUriSchema => "Cannot use assembly with uri schema '{0}'.",
            Self::CmdletNotInAllowedListForDataSection => {
                "The command '{0}' is not allowed in restricted language mode or a Data section."
            }
            Self::ConstructorCantHaveReturnType => "A constructor cannot specify a return type.",
            Self::ControlLeavingFinally => "Flow of control cannot leave a Finally block.",
            Self::CustomAttributeTypeNotFound => {
                "Cannot find the type for custom attribute '{0}'. Make sure that the assembly that contains this type is loaded."
            }
            Self::DataSectionStatementNotSupportedInDataSection => {
                "The data statement is not allowed in restricted language mode or another Data section."
            }
            Self::DoWhileStatementNotSupportedInDataSection => {
                "The Do and While statements are not allowed in restricted language mode or a Data section."
            }
            Self::DotSourcingNotSupportedInDataSection => {
                "Dot sourcing is not allowed in restricted language mode or a Data section."
            }
            Self::DscResourceInvalidGetMethod => {
                "Invalid Get method. Get method must return [{0}] and accepts no parameters."
            }
            Self::DscResourceInvalidKeyProperty => {
                "Invalid key property. The key property must be of [string], signed/unsigned integer, or Enum types."
            }
            Self::DscResourceMissingDefaultConstructor => {
                "The DSC resource '{0}' has no default constructor."
            }
            Self::DscResourceMissingGetMethod => {
                "The DSC resource '{0}' is missing a Get method that returns [{0}] and accepts no parameters."
            }
            Self::DscResourceMissingKeyProperty => {
                "The DSC resource '{0}' must have at least one key property (using the syntax [DscProperty(Key)].)"
            }
            Self::DscResourceMissingSetMethod => {
                "The DSC resource '{0}' is missing a Set method that returns [void] and accepts no parameters."
            }
            Self::DscResourceMissingTestMethod => {
                "The DSC resource '{0}' is missing a Test method that returns [bool] and accepts no parameters."
            }
            Self::DuplicateFormalParameter => "Duplicate parameter ${0} in parameter list.",
            Self::DuplicateKeyInHashLiteral => "Duplicate keys '{0}' are not allowed in hash literals.",
            Self::DuplicateNamedArgument => "Duplicate named arguments '{0}' are not allowed.",
            Self::DuplicateQualifier => "Duplicate '{0}' qualifier",
            Self::DuplicateScriptCommandClause => "Script command clause '{0}' has already been defined.",
            Self::EmptyCatchNotLast => "Catch block must be the last catch block.",
            Self::EmptyPipeElement => "An empty pipe element is not allowed.",
            Self::EmptyPipelineChainElement => "A pipeline chain operator must be followed by a pipeline.",
            Self::EmptyVariableReference => {
                "An empty ${} variable reference was found. A name is required inside the braces."
            }
            Self::EndSquareBracketExpectedAtEndOfAttribute => {
                "Missing ] at end of attribute or type literal."
            }
            Self::EndSquareBracketExpectedAtEndOfType => "Missing ] at end of type token.",
            Self::ErrorLoadingAssembly => "Cannot load assembly '{0}'.",
            Self::ExceptionTypeAlreadyCaught => {
                "Exception type {0} is already handled by a previous handler."
            }
            Self::ExpectedExpression => "An expression was expected after '('.",
            Self::ExpectedValueExpression => {
                "You must provide a value expression following the '{0}' operator."
            }
            Self::ExpressionsMustBeFirstInPipeline => {
                "Expressions are only allowed as the first element of a pipeline."
            }
            Self::FlowControlStatementNotSupportedInDataSection => {
                "Flow control statements such as Break, Continue, Return, Exit, and Throw are not allowed in restricted language mode or a Data section."
            }
            Self::ForWhileStatementNotSupportedInDataSection => {
                "For and While statements are not allowed in restricted language mode or a Data section."
            }
            Self::ForeachStatementNotSupportedInDataSection => {
                "Foreach statements are not allowed in restricted language mode or a Data section."
            }
            Self::FunctionDeclarationNotSupportedInDataSection => {
                "Function declarations are not allowed in restricted language mode or a Data section."
            }
            Self::IfStatementMissingCondition => "Missing condition in if statement after '{0} ('.",
            Self::IncompleteDollarSubexpressionReference => "$(subexpression) is missing the closing ')'.",
            Self::IncompleteDollarVariableReference => {
                "${{variable}} reference starting is missing the closing '}}'."
            }
            Self::IncompleteMemberDefinition => "Missing a property name or method definition.",
            Self::IncompleteString => "Incomplete string token.",
            Self::InvalidBracedVariableReference => {
                "Variable reference is not valid. The variable name is missing."
            }
            Self::InvalidConfigurationName => {
                "The configuration name '{0}' is not valid. Standard names may only contain letters (a-z, A-Z), numbers (0-9), period (.), hyphen (-) and underscore (_). The name may not be null or empty, and should start with a letter."
            }
            Self::InvalidForeachFlag => "The parameter {0} is not valid for the foreach statement.",
            Self::InvalidFunctionParameter => {
                "Parameter declarations are a comma-separated list of variable names with optional initializer expressions."
            }
            Self::InvalidLeftHandSide => {
                "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property."
            }
            Self::InvalidNamespaceValue => {
                "The specified namespace in the 'using' statement contains invalid characters."
            }
            Self::InvalidPSSnapInName => {
                "The format of the specified snap-in name was not valid.  PowerShell snap-in names can only contain alpha-numeric characters, dashes, underscores and periods. Correct the name and then try the operation again."
            }
            Self::InvalidParameterForDataSectionStatement => {
                "The \"{0}\" parameter of the Data section is not valid. The valid Data section parameter is SupportedCommand."
            }
            Self::InvalidSwitchFlag => "The parameter {0} is not valid for the switch statement.",
            Self::InvalidUnderlyingType => {
                "'{0}' is not a valid underlying type for enums. Expected a builtin integral type (one of byte, sbyte, short, ushort, int, uint, long or ulong)"
            }
            Self::InvalidUnicodeEscapeSequence => {
                "The Unicode escape sequence is not valid. A valid sequence is `u{ followed by one to six hex digits and a closing '}'."
            }
            Self::InvalidUnicodeEscapeSequenceValue => {
                "The Unicode escape sequence value is out of range. The maximum value is 0x10FFFF."
            }
            Self::InvalidUsingExpression => "Expression is not allowed in a Using expression.",
            Self::InvalidValueForUsingItemName => "'{0}' is not a valid value for using name.",
            Self::InvalidVariableReference => {
                "Variable reference is not valid. '$' was not followed by a valid variable name character. Consider using ${} to delimit the name."
            }
            Self::InvalidVariableReferenceWithDrive => {
                "Variable reference is not valid. ':' was not followed by a valid variable name character. Consider using ${} to delimit the name."
            }
            Self::KeywordParameterReservedForFutureUse => {
                "The {0} '-{1}' parameter is reserved for future use."
            }
            Self::LabelNotFound => "Label '{0}' not found inside the method.",
            Self::MemberAlreadyDefined => "The member '{0}' is already defined.",
            Self::MethodCallNotSupportedInDataSection => {
                "Method calls are not allowed in restricted language mode or a Data section."
            }
            Self::MethodHasCodePathNotReturn => "Not all code path returns value within method.",
            Self::MissingArgument => "Missing argument in parameter list.",
            Self::MissingArrayIndexExpression => "Array index expression is missing or not valid.",
            Self::MissingAssemblyNameSpecification => {
                "The type name is missing the assembly name specification."
            }
            Self::MissingBaseCtorCall => "Missing 'base' after ':' in a base class constructor call.",
            Self::MissingCatchHandlerBlock => "The Catch block is missing its statement block.",
            Self::MissingCatchOrFinally => "The Try statement is missing its Catch or Finally block.",
            Self::MissingColonInTernaryExpression => "Missing ':' in the ternary expression.",
            Self::MissingConfigurationName => {
                "The name for the configuration is missing. Provide the missing name as a simple name, string, or string-valued expression."
            }
            Self::MissingCurlyBraceInSwitchStatement => "Missing '{' in switch statement.",
            Self::MissingEndCurlyBrace => "Missing closing '}' in statement block or type definition.",
            Self::MissingEndParenthesisAfterForeach => {
                "Missing closing ')' after expression part of foreach loop.\nThe correct form is: foreach ($a in $b) {...}"
            }
            Self::MissingEndParenthesisAfterStatement => {
                "Missing closing ')' after expression in '{0}' statement."
            }
            Self::MissingEndParenthesisInExpression => "Missing closing ')' in expression.",
            Self::MissingEndParenthesisInFunctionParameterList => "Missing ')' in function parameter list.",
            Self::MissingEndParenthesisInMethodCall => "Missing ')' in method call.",
            Self::MissingEndParenthesisInSubexpression => "Missing closing ')' in subexpression.",
            Self::MissingEndParenthesisInSwitchStatement => {
                "Missing ')' after expression in switch statement."
            }
            Self::MissingEndSquareBracket => "Missing ']' after array index expression.",
            Self::MissingEqualsInHashLiteral => "Missing '=' operator after key in hash literal.",
            Self::MissingEqualsInUsingAlias => "Missing '=' operator",
            Self::MissingExpression => "Missing expression after '{0}' in pipeline element.",
            Self::MissingExpressionAfterKeyword => "Missing expression after '{0}' in loop.",
            Self::MissingExpressionAfterOperator => "Missing expression after unary operator '{0}'.",
            Self::MissingExpressionAfterToken => "Missing expression after '{0}'.",
            Self::MissingExpressionInNamedArgument => "Missing statement after '=' in named argument.",
            Self::MissingFileSpecification => "Missing file specification after redirection operator.",
            Self::MissingFilenameOption => {
                "Cannot process the 'switch' statement because of a missing file name argument to the -file option."
            }
            Self::MissingFinallyStatementBlock => "The Finally block is missing its statement block.",
            Self::MissingForeachExpression => {
                "Missing expression in foreach loop.\nThe correct form is: foreach ($a in $b) {...}"
            }
            Self::MissingForeachStatement => {
                "Missing statement body in foreach loop.\nThe correct form is: foreach ($a in $b) {...}"
            }
            Self::MissingFunctionBody => "Missing function body in function declaration.",
            Self::MissingInInForeach => {
                "Missing 'in' after variable in foreach loop.\nThe correct form is: foreach ($a in $b) {...}"
            }
            Self::MissingLoopStatement => "Missing statement body in {0} loop.",
            Self::MissingMethodParameterList => "Missing '(' in class method parameter list.",
            Self::MissingNameAfterKeyword => "Missing name after {0} keyword.",
            Self::MissingNamedBlocks => {
                "unexpected token '{0}', expected 'begin', 'process', 'end', 'clean', or 'dynamicparam'."
            }
            Self::MissingNamedStatementBlock => "Missing statement block after '{0}'.",
            Self::MissingNamespaceAlias => "Missing namespace alias",
            Self::MissingOpenParenthesisAfterKeyword => "Missing opening '(' after keyword '{0}'.",
            Self::MissingOpenParenthesisInIfStatement => "Missing '(' after '{0}' in if statement.",
            Self::MissingPropertyName => "Missing property name after reference operator.",
            Self::MissingPropertyTerminator => "Missing ';' or end-of-line in property definition.",
            Self::MissingStatementAfterKeyword => "Missing statement body after keyword '{0}'.",
            Self::MissingStatementBlock => "Missing statement block after {0} ( condition ).",
            Self::MissingStatementBlockAfterElse => "Missing statement block after 'else' keyword.",
            Self::MissingStatementBlockForDataSection => "The Data section is missing its statement block.",
            Self::MissingStatementInHashLiteral => "Missing statement after '=' in hash literal.",
            Self::MissingStatementTerminator => "Missing a newline or semicolon.",
            Self::MissingSwitchConditionExpression => "Missing condition in switch statement clause.",
            Self::MissingSwitchStatementClause => "Missing statement block in switch statement clause.",
            Self::MissingTerminatorMultiLineComment => {
                "The terminator '#>' is missing from the multiline comment."
            }
            Self::MissingThis => "Cannot assign property, use '{0}{1}'.",
            Self::MissingThrottleLimit => {
                "The ThrottleLimit parameter of the foreach statement is missing a value. Supply a throttle limit to the parameter."
            }
            Self::MissingTrapStatement => {
                "The 'trap' statement was incomplete. A trap statement requires a body."
            }
            Self::MissingTryStatementBlock => "The Try statement is missing its statement block.",
            Self::MissingTypeBody => "Missing '{0}' body in '{0}' declaration.",
            Self::MissingTypeInStaticPropertyAssignment => "Cannot assign property, use '{0}{1}'.",
            Self::MissingTypeLiteralToken => "Missing type literal.",
            Self::MissingTypename => "Missing type name after '['.",
            Self::MissingUnicodeEscapeSequenceTerminator => {
                "The Unicode escape sequence is missing the closing '}'."
            }
            Self::MissingUsingItemName => "Missing using name",
            Self::MissingUsingStatementDirective => "Missing using directive",
            Self::MissingValueForSupportedCommandInDataSectionStatement => {
                "The SupportedCommand parameter of the Data section is missing a value. Supply a cmdlet or function name to the parameter."
            }
            Self::MissingVariableNameAfterForeach => {
                "Missing variable name after foreach.\nThe correct form is: foreach ($a in $b) {...}"
            }
            Self::MissingWhileOrUntilInDoWhile => "Missing while or until keyword in do loop.",
            Self::ModuleNotFoundDuringParse => "Could not find the module '{0}'.",
            Self::MultipleSwitchDefaultClauses => "A switch statement can have only one default clause.",
            Self::MultipleTypeConstraintsOnMethodParam => {
                "Multiple type constraints are not allowed on a method parameter."
            }
            Self::NamedBlockNotAllowedInMethod => "A named block is not allowed in a class method.",
            Self::NonStaticMemberAccessInStaticMember => {
                "Cannot access the non-static member '{0}' in a static method or initializer of a static property."
            }
            Self::NonVoidMethodMissingReturnValue => "Invalid return statement within non-void method.",
            Self::OnlyOneParameterListAllowed => {
                "The param statement cannot be used if arguments were specified in the function declaration."
            }
            Self::OpenBraceNeedsToBeBackTickedInVariableName => "Use `{ instead of { in variable names.",
            Self::OperatorNotSupportedInDataSection => {
                "The '{0}' operator is not allowed in restricted language mode or a Data section."
            }
            Self::OperatorRequiresVariableOrProperty => {
                "The '{0}' operator works only on variables or on properties."
            }
            Self::OrderedAttributeOnlyOnHashLiteralNode => {
                "The {0} attribute can be specified only on a hash literal node."
            }
            Self::ParallelAndSequenceBlockNotSupportedInDataSection => {
                "Parallel and sequence blocks are not allowed in restricted language mode or a Data section."
            }
            Self::ParamBlockNotAllowedInMethod => "A param block is not allowed in a class method.",
            Self::ParameterAlreadyBound => {
                "Cannot bind parameter because parameter '{0}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\"."
            }
            Self::ParameterAttributeArgumentNeedsToBeConstant => "Attribute argument must be a constant.",
            Self::ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock => {
                "Attribute argument must be a constant or a script block."
            }
            Self::ParameterCannotHaveArgument => "Parameter {0} cannot have an argument.",
            Self::ParameterDeclarationNotSupportedInDataSection => {
                "Parameter declarations are not allowed in restricted language mode or a Data section."
            }
            Self::ParameterRequiresArgument => "Parameter {0} requires an argument.",
            Self::ParserError => "{0}",
            Self::PipelineValueRequired => {
                "A switch statement must have one of the following:  '-file file_name' or '( expression )'."
            }
            Self::PropertyNotFoundForAttribute => {
                "Property '{0}' cannot be found for attribute '{1}'. Specify one of the following properties: {2}."
            }
            Self::PropertyReferenceNotSupportedInDataSection => {
                "Property references are not allowed in restricted language mode or a Data section."
            }
            Self::ReadOnlyProperty => "\"{0}\" is a ReadOnly property.",
            Self::RedirectionNotSupported => "The '{0}' operator is reserved for future use.",
            Self::RedirectionNotSupportedInDataSection => {
                "Redirection is not allowed in restricted language mode or a Data section."
            }
            Self::ReferenceNeedsToBeByItselfInTypeConstraint => {
                "Cannot use [ref] with other types in a type constraint."
            }
            Self::ReferenceNeedsToBeByItselfInTypeSequence => {
                "Cannot have two occurrences of [ref] in a type sequence."
            }
            Self::ReferenceNeedsToBeLastTypeInTypeConversion => {
                "[ref] can only be the final type in type conversion sequence."
            }
            Self::RequiresArgumentMustBeConstant => "Argument must be constant.",
            Self::RequiresInvalidStringArgument => {
                "The argument for the {0} parameter is not valid. Specify a valid string argument."
            }
            Self::RequiresModuleInvalid => "The argument for the Module parameter is not valid. {0}",
            Self::RequiresPSEditionInvalid => {
                "The argument for the {0} parameter is not valid. Specify a valid PowerShell edition."
            }
            Self::RequiresPSEditionValueIsAlreadySpecified => {
                "The argument for the {0} parameter contains duplicate values. Do not specify duplicate PowerShell edition values."
            }
            Self::RequiresVersionInvalid => {
                "The argument for the Version parameter is not valid. Specify a valid PowerShell version, in the format major.minor version."
            }
            Self::ReservedKeywordNotAllowed => {
                "The '{0}' keyword is not supported in this version of the language."
            }
            Self::ScriptBlockNotSupportedInDataSection => {
                "Script block literals are not allowed in restricted language mode or a Data section."
            }
            Self::ScriptRequiresInvalidFormat => {
                "Cannot process the #requires statement because it is not in the correct format.\nThe #requires statement must be in one of the following formats:\n \"#requires -shellid <shellID>\"\n \"#requires -version <major.minor>\"\n \"#requires -psedition <edition>\"\n \"#requires -pssnapin <psSnapInName> [-version <major.minor>]\"\n \"#requires -modules <ModuleSpecification>\"\n \"#requires -runasadministrator\""
            }
            Self::ScriptTooComplicated => "Processing was stopped because the script is too complex.",
            Self::SplattingNotPermitted => {
                "The splatting operator '@' cannot be used to reference variables in an expression. '@{0}' can be used only as an argument to a command. To reference variables in an expression use '${0}'."
            }
            Self::SplattingNotPermittedInArgumentList => {
                "Splatted variables like '@{0}' cannot be part of a comma-separated list of arguments."
            }
            Self::StreamAlreadyRedirected => "The {0} for this command is already redirected.",
            Self::SwitchStatementNotSupportedInDataSection => {
                "The switch statement is not allowed in restricted language mode or a Data section."
            }
            Self::TerminatorExpectedAtEndOfString => "The string is missing the terminator: {0}.",
            Self::ThrottleLimitRequiresParallelFlag => {
                "The ThrottleLimit parameter is only supported on foreach statements that use the Parallel parameter."
            }
            Self::TokenAfterEndOfValidScriptText => "Executable script code found in signature block.",
            Self::TooManyDigitsInUnicodeEscapeSequence => {
                "The Unicode escape sequence contains more than the maximum of six hex digits between braces."
            }
            Self::TooManyTypes => "Only one type may be specified on class members.",
            Self::TrapStatementNotSupportedInDataSection => {
                "The Trap statement is not allowed in restricted language mode or a Data section."
            }
            Self::TryStatementNotSupportedInDataSection => {
                "The Try statement is not allowed in restricted language mode or a Data section."
            }
            Self::TypeNameExpected => "Type name expected.",
            Self::TypeNotAllowedBeforeParam => "Unexpected type [{0}] was found in the parameter statement.",
            Self::TypeNotAllowedBeforeStatement => "Unexpected type [{0}] was found before statement.",
            Self::TypeNotAllowedForProperty => "The type '{0}' is not allowed on a property.",
            Self::TypeNotAllowedInDataSection => {
                "The type {0} is not allowed in restricted language mode or a Data section."
            }
            Self::TypeNotFound => "Unable to find type [{0}].",
            Self::UnexpectedAttribute => "Unexpected attribute '{0}'.",
            Self::UnexpectedCharactersAfterHereStringHeader => {
                "No characters are allowed after a here-string header but before the end of the line."
            }
            Self::UnexpectedKeyword => "Unexpected keyword '{0}'.",
            Self::UnexpectedToken => "Unexpected token '{0}' in expression or statement.",
            Self::UnexpectedUnaryOperator => "Internal error - unexpected unary operator {0}.",
            Self::UnrecognizedToken => "Unrecognized token in source text.",
            Self::UsingMustBeAtStartOfScript => {
                "A 'using' statement must appear before any other statements in a script."
            }
            Self::UsingStatementNotSupported => "This syntax of the 'using' statement is not supported.",
            Self::VariableNotLocal => "Variable is not assigned in the method.",
            Self::VariableReferenceNotSupportedInDataSection => {
                "A variable that cannot be referenced in restricted language mode or a Data section is being referenced. Variables that can be referenced include the following: {0}."
            }
            Self::VoidMethodHasReturn => "Invalid return statement within void method.",
            Self::VoidTypeConstraintNotAllowed => {
                "[void] cannot be used as a parameter type, or on the left side of an assignment."
            }
            Self::WhitespaceBeforeHereStringFooter => {
                "White space is not allowed before the string terminator."
            }
            Self::WildCardModuleNameError => "Wildcard characters are not supported for module names.",
            Self::WorkflowNotSupportedInPowerShellCore => "Workflow is not supported in PowerShell 6+.",
        }
    }

    /// The message with its arguments put in.
    pub(crate) fn message(self, arguments: &[&str]) -> String {
        let pattern = self.pattern();
        // PowerShell formats nothing where there are no arguments: doubled braces stay.
        if arguments.is_empty() {
            return pattern.to_owned();
        }
        let mut message = String::with_capacity(pattern.len());
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            match (c, chars.peek().copied()) {
                ('{', Some('{')) | ('}', Some('}')) => {
                    chars.next();
                    message.push(c);
                }
                ('{', Some(digit)) => {
                    chars.next();
                    chars.next();
                    let index = digit.to_digit(10).unwrap_or(0) as usize;
                    message.push_str(arguments.get(index).copied().unwrap_or(""));
                }
                _ => message.push(c),
            }
        }
        message
    }
}
