//! Views in `.format.ps1xml` files.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{
    Alignment, Column, Control, CustomEntry, CustomExpression, Expression, Frame, GroupBy, Header, Item,
    List, ListEntry, ListItem, Row, Table, Text, View, WideEntry,
};

/// Why a format file cannot be loaded.
#[derive(Debug)]
pub enum FormatFileError {
    /// The text is no XML.
    NotXml(String),
    /// Elements are nested more deeply than a view needs.
    TooDeep,
    /// The root is not `Configuration`.
    NotAFormatFile,
}

impl std::fmt::Display for FormatFileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotXml(why) => write!(f, "The file is not valid XML: {why}"),
            Self::TooDeep => f.write_str("The file nests elements too deeply."),
            Self::NotAFormatFile => f.write_str("The root element of the file must be Configuration."),
        }
    }
}

impl std::error::Error for FormatFileError {}

const MOST_DEPTH: usize = 200;
const MOST_CELLS: i32 = 1000;

/// An element with what is in it.
#[derive(Default)]
struct Node {
    name: String,
    text: String,
    children: Vec<Node>,
}

impl Node {
    fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|c| c.name.eq_ignore_ascii_case(name))
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |c| c.name.eq_ignore_ascii_case(name))
    }

    fn child_text(&self, name: &str) -> Option<String> {
        self.child(name).map(|c| c.text.trim().to_owned())
    }

    /// A number of cells or lines, kept to what a page can hold.
    fn number(&self, name: &str) -> i32 {
        self.child_text(name).and_then(|t| t.parse().ok()).unwrap_or(0).clamp(-MOST_CELLS, MOST_CELLS)
    }
}

fn tree(text: &str) -> Result<Node, FormatFileError> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    loop {
        let event = reader.read_event().map_err(|e| FormatFileError::NotXml(e.to_string()))?;
        match event {
            Event::Start(e) => {
                if open.len() > MOST_DEPTH {
                    return Err(FormatFileError::TooDeep);
                }
                open.push(Node { name: name_of(e.local_name().as_ref()), ..Node::default() });
            }
            Event::Empty(e) => {
                let node = Node { name: name_of(e.local_name().as_ref()), ..Node::default() };
                if let Some(parent) = open.last_mut() {
                    parent.children.push(node);
                }
            }
            Event::End(_) => {
                if let Some(node) = open.pop()
                    && let Some(parent) = open.last_mut()
                {
                    parent.children.push(node);
                }
            }
            Event::Text(t) => {
                let piece = t.decode().map_err(|e| FormatFileError::NotXml(e.to_string()))?;
                push_text(&mut open, &piece);
            }
            Event::CData(t) => {
                let piece = t.decode().map_err(|e| FormatFileError::NotXml(e.to_string()))?;
                push_text(&mut open, &piece);
            }
            Event::GeneralRef(r) => {
                let name = r.decode().map_err(|e| FormatFileError::NotXml(e.to_string()))?;
                let resolved = quick_xml::escape::unescape(&format!("&{name};"))
                    .map(|t| t.into_owned())
                    .map_err(|e| FormatFileError::NotXml(e.to_string()))?;
                push_text(&mut open, &resolved);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match open.pop() {
        Some(root) if open.is_empty() => Ok(root),
        _ => Err(FormatFileError::NotXml("An element is not closed.".into())),
    }
}

fn name_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn push_text(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// The views of a format file.
///
/// # Errors
/// Where the text is no format file.
pub fn load(text: &str) -> Result<Vec<View>, FormatFileError> {
    let document = tree(text.trim_start_matches('\u{feff}'))?;
    let root = document.child("Configuration").ok_or(FormatFileError::NotAFormatFile)?;
    let shared = root.child("Controls");
    let file = File { selection_sets: root.child("SelectionSets"), controls: shared };
    let views = root.child("ViewDefinitions");
    Ok(views.into_iter().flat_map(|v| v.all("View")).filter_map(|v| file.view(v)).collect())
}

struct File<'a> {
    selection_sets: Option<&'a Node>,
    controls: Option<&'a Node>,
}

fn text(value: String) -> Text {
    Text::from(value)
}

fn expression(node: &Node) -> Expression {
    if let Some(property) = node.child_text("PropertyName") {
        return Expression::Property(text(property));
    }
    match node.child_text("ScriptBlock") {
        Some(script) => Expression::Script(text(script)),
        None => Expression::Item,
    }
}

fn alignment(node: &Node) -> Option<Alignment> {
    match node.child_text("Alignment")?.to_ascii_lowercase().as_str() {
        "left" => Some(Alignment::Left),
        "right" => Some(Alignment::Right),
        "center" => Some(Alignment::Center),
        _ => None,
    }
}

/// A flag element counts where it is there and does not say false.
fn flag(node: &Node, name: &str) -> bool {
    node.child_text(name).is_some_and(|t| !t.eq_ignore_ascii_case("false"))
}

impl File<'_> {
    fn view(&self, node: &Node) -> Option<View> {
        let control = self.control(node)?;
        let group_by = node
            .child("GroupBy")
            .map(|g| GroupBy { expression: expression(g), label: g.child_text("Label").map(text) });
        Some(View {
            types: self.types(node.child("ViewSelectedBy")),
            name: text(node.child_text("Name").unwrap_or_default()),
            out_of_band: node.child("OutOfBand").is_some(),
            help: false,
            group_by,
            control,
        })
    }

    fn types(&self, selected: Option<&Node>) -> List<Text> {
        let Some(selected) = selected else { return Vec::new().into() };
        let mut names: Vec<Text> = selected.all("TypeName").map(|t| text(t.text.trim().to_owned())).collect();
        for set in selected.all("SelectionSetName") {
            let wanted = set.text.trim();
            let sets = self.selection_sets.into_iter().flat_map(|s| s.all("SelectionSet"));
            for found in sets.filter(|s| s.child_text("Name").is_some_and(|n| n.eq_ignore_ascii_case(wanted)))
            {
                let types = found.child("Types").into_iter().flat_map(|t| t.all("TypeName"));
                names.extend(types.map(|t| text(t.text.trim().to_owned())));
            }
        }
        names.into()
    }

    fn control(&self, view: &Node) -> Option<Control> {
        if let Some(table) = view.child("TableControl") {
            return Some(Control::Table(self.table(table)));
        }
        if let Some(list) = view.child("ListControl") {
            let entries = list.child("ListEntries").into_iter().flat_map(|e| e.all("ListEntry"));
            return Some(Control::List(entries.map(|e| self.list_entry(e)).collect::<Vec<_>>().into()));
        }
        if let Some(wide) = view.child("WideControl") {
            let entries = wide.child("WideEntries").into_iter().flat_map(|e| e.all("WideEntry"));
            let entries: Vec<WideEntry> = entries
                .map(|e| WideEntry {
                    only_for: self.types(e.child("EntrySelectedBy")),
                    expression: e.child("WideItem").map_or(Expression::Item, expression),
                })
                .collect();
            let columns = u32::try_from(wide.number("ColumnNumber")).unwrap_or(0);
            return Some(Control::Wide { columns, entries: entries.into() });
        }
        view.child("CustomControl").map(|c| Control::Custom(self.custom(c, 0)))
    }

    fn table(&self, node: &Node) -> Table {
        let headers = node.child("TableHeaders").into_iter().flat_map(|h| h.all("TableColumnHeader"));
        let headers: Vec<Header> = headers
            .map(|h| Header {
                label: h.child_text("Label").filter(|l| !l.is_empty()).map(text),
                width: u32::try_from(h.number("Width")).unwrap_or(0),
                alignment: alignment(h),
            })
            .collect();
        let rows = node.child("TableRowEntries").into_iter().flat_map(|r| r.all("TableRowEntry"));
        let rows: Vec<Row> = rows
            .map(|r| {
                let columns = r.child("TableColumnItems").into_iter().flat_map(|c| c.all("TableColumnItem"));
                let columns: Vec<Column> = columns
                    .map(|c| Column {
                        expression: expression(c),
                        alignment: alignment(c),
                        format: c.child_text("FormatString").map(text),
                    })
                    .collect();
                Row {
                    only_for: self.types(r.child("EntrySelectedBy")),
                    wrap: flag(r, "Wrap"),
                    columns: columns.into(),
                }
            })
            .collect();
        Table {
            auto_size: flag(node, "AutoSize"),
            hide_headers: flag(node, "HideTableHeaders"),
            headers: headers.into(),
            rows: rows.into(),
        }
    }

    fn list_entry(&self, node: &Node) -> ListEntry {
        let items = node.child("ListItems").into_iter().flat_map(|i| i.all("ListItem"));
        let items: Vec<ListItem> = items
            .map(|i| ListItem {
                label: i.child_text("Label").map(text),
                expression: expression(i),
                condition: i.child("ItemSelectionCondition").map(expression),
                format: i.child_text("FormatString").map(text),
            })
            .collect();
        ListEntry { only_for: self.types(node.child("EntrySelectedBy")), items: items.into() }
    }

    fn custom(&self, node: &Node, depth: usize) -> List<CustomEntry> {
        let entries = node.child("CustomEntries").into_iter().flat_map(|e| e.all("CustomEntry"));
        let entries: Vec<CustomEntry> = entries
            .map(|e| CustomEntry {
                only_for: self.types(e.child("EntrySelectedBy")),
                items: e.child("CustomItem").map_or_else(Vec::new, |i| self.items(i, depth)).into(),
            })
            .collect();
        entries.into()
    }

    fn items(&self, node: &Node, depth: usize) -> Vec<Item> {
        node.children.iter().filter_map(|child| self.item(child, depth)).collect()
    }

    fn item(&self, node: &Node, depth: usize) -> Option<Item> {
        Some(match node.name.to_ascii_lowercase().as_str() {
            "text" => Item::Text(text(node.text.clone())),
            "newline" => Item::NewLine(u32::try_from(node.number("Count")).unwrap_or(0).clamp(1, 1000)),
            "frame" => Item::Frame(Frame {
                left: node.number("LeftIndent"),
                right: node.number("RightIndent"),
                first: node.number("FirstLineIndent") - node.number("FirstLineHanging"),
                items: node.child("CustomItem").map_or_else(Vec::new, |i| self.items(i, depth)).into(),
            }),
            "expressionbinding" => Item::Expression(CustomExpression {
                expression: expression(node),
                condition: node.child("ItemSelectionCondition").map(expression),
                enumerate: node.child("EnumerateCollection").is_some(),
                control: self.nested(node, depth),
            }),
            _ => return None,
        })
    }

    /// The control inside of an expression, or the shared one that it names.
    fn nested(&self, node: &Node, depth: usize) -> List<CustomEntry> {
        if let Some(own) = node.child("CustomControl") {
            return self.custom(own, depth);
        }
        // A shared control can name itself; it is followed a bounded number of times.
        let name = node.child_text("CustomControlName").filter(|_| depth < 8);
        let shared = name.and_then(|name| {
            let controls = self.controls?;
            let mut named = controls.all("Control");
            named.find(|c| c.child_text("Name").is_some_and(|n| n.eq_ignore_ascii_case(&name)))
        });
        match shared.and_then(|c| c.child("CustomControl")) {
            Some(control) => self.custom(control, depth + 1),
            None => Vec::new().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"<Configuration><SelectionSets><SelectionSet><Name>Both</Name><Types><TypeName>A</TypeName>
<TypeName>B</TypeName></Types></SelectionSet></SelectionSets><Controls><Control><Name>Shared</Name><CustomControl>
<CustomEntries><CustomEntry><CustomItem><Text>in &lt;it&gt;</Text><NewLine/></CustomItem></CustomEntry></CustomEntries>
</CustomControl></Control></Controls><ViewDefinitions><View><Name>v</Name><ViewSelectedBy><SelectionSetName>Both
</SelectionSetName></ViewSelectedBy><GroupBy><PropertyName>G</PropertyName><Label>Group</Label></GroupBy>
<CustomControl><CustomEntries><CustomEntry><CustomItem><Frame><LeftIndent>4</LeftIndent><CustomItem>
<ExpressionBinding><PropertyName>P</PropertyName><EnumerateCollection/><CustomControlName>Shared</CustomControlName>
</ExpressionBinding></CustomItem></Frame></CustomItem></CustomEntry></CustomEntries></CustomControl></View>
</ViewDefinitions></Configuration>"#;

    #[test]
    fn reads_selection_sets_groups_and_shared_controls() {
        let views = load(FILE).unwrap();
        let view = &views[0];
        let types: Vec<&str> = view.types.iter().map(|t| &**t).collect();
        assert_eq!(types, ["A", "B"]);
        assert_eq!(view.group_by.as_ref().and_then(|g| g.label.as_deref()), Some("Group"));
        let Control::Custom(entries) = &view.control else { panic!("no custom control") };
        let Item::Frame(frame) = &entries[0].items[0] else { panic!("no frame") };
        assert_eq!(frame.left, 4);
        let Item::Expression(expression) = &frame.items[0] else { panic!("no expression") };
        assert!(expression.enumerate);
        let Item::Text(text) = &expression.control[0].items[0] else { panic!("no text") };
        assert_eq!(&**text, "in <it>");
    }

    #[test]
    fn refuses_what_is_no_format_file() {
        assert!(matches!(load("<a/>"), Err(FormatFileError::NotAFormatFile)));
        assert!(matches!(load("<Configuration>"), Err(FormatFileError::NotXml(_))));
        assert!(matches!(load(&"<a>".repeat(1000)), Err(FormatFileError::TooDeep)));
    }
}
