//! The part of XPath that scripts use: steps, names, attributes, `//`, positions and comparisons.

use std::rc::Rc;

use super::xml_node::{Kind, Node};

/// The nodes that a path selects, in document order; `None` for paths beyond this part of XPath.
pub(super) fn select(from: &Rc<Node>, path: &str) -> Option<Vec<Rc<Node>>> {
    let mut all: Vec<Rc<Node>> = Vec::new();
    for branch in split(path, '|') {
        for node in one(from, branch.trim())? {
            if !all.iter().any(|n| Rc::ptr_eq(n, &node)) {
                all.push(node);
            }
        }
    }
    Some(all)
}

/// Parts of a text between separators that stand outside brackets and quotes.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut depth, mut quote, mut start) = (0, None, 0);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth -= 1,
            (None, c) if c == separator && depth == 0 => {
                out.extend(text.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.extend(text.get(start..));
    out
}

fn root(node: &Rc<Node>) -> Rc<Node> {
    let mut current = node.clone();
    while let Some(parent) = current.parent() {
        current = parent;
    }
    current
}

fn one(from: &Rc<Node>, path: &str) -> Option<Vec<Rc<Node>>> {
    let (mut nodes, rest) = match path.strip_prefix('/') {
        Some(rest) => (vec![root(from)], rest),
        None => (vec![from.clone()], path),
    };
    let mut deep = false;
    if rest.is_empty() {
        return Some(nodes);
    }
    for step in split(rest, '/') {
        if step.is_empty() {
            deep = true;
            continue;
        }
        if deep {
            nodes = nodes.iter().flat_map(descendants).collect();
        }
        deep = false;
        let (test, predicates) = predicates(step)?;
        let mut next: Vec<Rc<Node>> = Vec::new();
        for node in &nodes {
            let mut found = matching(node, test)?;
            for predicate in &predicates {
                found = filter(&found, predicate)?;
            }
            for node in found {
                if !next.iter().any(|n| Rc::ptr_eq(n, &node)) {
                    next.push(node);
                }
            }
        }
        nodes = next;
    }
    Some(nodes)
}

fn descendants(node: &Rc<Node>) -> Vec<Rc<Node>> {
    let mut out = vec![node.clone()];
    for child in node.elements() {
        out.extend(descendants(&child));
    }
    out
}

fn predicates(step: &str) -> Option<(&str, Vec<&str>)> {
    let Some(at) = step.find('[') else { return Some((step.trim(), Vec::new())) };
    let (test, mut rest) = step.split_at_checked(at)?;
    let mut out = Vec::new();
    while let Some(inner) = rest.strip_prefix('[') {
        let (mut depth, mut quote, mut end) = (1, None, None);
        for (i, c) in inner.char_indices() {
            match (quote, c) {
                (Some(q), c) if q == c => quote = None,
                (None, '\'' | '"') => quote = Some(c),
                (None, '[') => depth += 1,
                (None, ']') => {
                    depth -= 1;
                    if depth == 0 {
                        end = Some(i);
                        break;
                    }
                }
                _ => {}
            }
        }
        let end = end?;
        out.extend(inner.get(..end));
        rest = inner.get(end + 1..)?;
    }
    rest.trim().is_empty().then_some((test.trim(), out))
}

fn matching(node: &Rc<Node>, test: &str) -> Option<Vec<Rc<Node>>> {
    let test = test.strip_prefix("child::").unwrap_or(test);
    let of_kind = |kinds: &[Kind]| {
        node.children.borrow().iter().filter(|c| kinds.contains(&c.kind)).cloned().collect::<Vec<_>>()
    };
    Some(match test {
        "." => vec![node.clone()],
        ".." => node.parent().into_iter().collect(),
        "*" => node.elements(),
        "text()" => of_kind(&[Kind::Text, Kind::CData]),
        "comment()" => of_kind(&[Kind::Comment]),
        "node()" => node.children.borrow().clone(),
        "@*" => node.attributes.borrow().clone(),
        test => match test.strip_prefix('@').or_else(|| test.strip_prefix("attribute::")) {
            Some(name) => node.attribute(name).into_iter().collect(),
            None if test.contains(['(', '=', ' ', ':']) && !is_name(test) => return None,
            None => node.elements().into_iter().filter(|e| e.name == test).collect(),
        },
    })
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')) && !text.contains("::")
}

fn filter(nodes: &[Rc<Node>], predicate: &str) -> Option<Vec<Rc<Node>>> {
    let predicate = predicate.trim();
    if let Ok(place) = predicate.parse::<usize>() {
        return Some(place.checked_sub(1).and_then(|i| nodes.get(i).cloned()).into_iter().collect());
    }
    if predicate == "last()" {
        return Some(nodes.last().cloned().into_iter().collect());
    }
    let mut out = Vec::new();
    for node in nodes {
        if holds(node, predicate)? {
            out.push(node.clone());
        }
    }
    Some(out)
}

fn holds(node: &Rc<Node>, condition: &str) -> Option<bool> {
    let condition = condition.trim();
    if let [first, rest @ ..] = words(condition, " or ").as_slice()
        && !rest.is_empty()
    {
        return Some(
            holds(node, first)?
                || rest.iter().map(|c| holds(node, c)).collect::<Option<Vec<_>>>()?.contains(&true),
        );
    }
    if let [first, rest @ ..] = words(condition, " and ").as_slice()
        && !rest.is_empty()
    {
        return Some(
            holds(node, first)?
                && !rest.iter().map(|c| holds(node, c)).collect::<Option<Vec<_>>>()?.contains(&false),
        );
    }
    if let Some(inner) = condition.strip_prefix("not(").and_then(|c| c.strip_suffix(')')) {
        return Some(!holds(node, inner)?);
    }
    for (function, test) in [("contains(", true), ("starts-with(", false)] {
        if let Some(inner) = condition.strip_prefix(function).and_then(|c| c.strip_suffix(')')) {
            let parts = split(inner, ',');
            let [what, part] = parts.as_slice() else { return None };
            let (what, part) =
                (texts(node, what.trim())?.into_iter().next().unwrap_or_default(), literal(part.trim())?);
            return Some(if test { what.contains(&part) } else { what.starts_with(&part) });
        }
    }
    for operator in ["!=", "<=", ">=", "=", "<", ">"] {
        let parts = words(condition, operator);
        if let [left, right] = parts.as_slice() {
            let values = texts(node, left.trim())?;
            let right = literal(right.trim())?;
            return Some(values.iter().any(|v| compare(v, operator, &right)));
        }
    }
    Some(!select(node, condition)?.is_empty())
}

/// Parts between an operator that stands outside brackets and quotes.
fn words<'t>(text: &'t str, operator: &str) -> Vec<&'t str> {
    let mut out = Vec::new();
    let (mut depth, mut quote, mut start) = (0, None, 0);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth -= 1,
            _ => {}
        }
        if quote.is_none()
            && depth == 0
            && at >= start
            && text.get(at..).is_some_and(|t| t.starts_with(operator))
        {
            out.extend(text.get(start..at));
            start = at + operator.len();
        }
    }
    out.extend(text.get(start..));
    out
}

fn texts(node: &Rc<Node>, path: &str) -> Option<Vec<String>> {
    if let Some(text) = literal(path) {
        return Some(vec![text]);
    }
    match path {
        "name()" => Some(vec![node.name.clone()]),
        "local-name()" => Some(vec![node.local_name().to_owned()]),
        _ => Some(select(node, path)?.iter().map(|n| n.inner_text()).collect()),
    }
}

fn literal(text: &str) -> Option<String> {
    for quote in ['\'', '"'] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote)) {
            return Some(inner.to_owned());
        }
    }
    text.parse::<f64>().ok().map(|_| text.to_owned())
}

fn compare(left: &str, operator: &str, right: &str) -> bool {
    let numbers = left.trim().parse::<f64>().ok().zip(right.trim().parse::<f64>().ok());
    match (operator, numbers) {
        ("=", Some((a, b))) => (a - b).abs() == 0.0,
        ("=", None) => left == right,
        ("!=", Some((a, b))) => (a - b).abs() != 0.0,
        ("!=", None) => left != right,
        ("<", Some((a, b))) => a < b,
        (">", Some((a, b))) => a > b,
        ("<=", Some((a, b))) => a <= b,
        (">=", Some((a, b))) => a >= b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_select() {
        let doc =
            super::super::xml_node::read("<r><p id='1'><n>a</n></p><p id='2'><n>b</n></p></r>").unwrap();
        let count = |path: &str| select(&doc, path).map(|n| n.len());
        assert_eq!(count("/r/p"), Some(2));
        assert_eq!(count("//n"), Some(2));
        assert_eq!(count("//p[@id='2']/n"), Some(1));
        assert_eq!(count("/r/p[n='a' and @id=1]"), Some(1));
        assert_eq!(count("/r/p[last()]"), Some(1));
        assert_eq!(count("//p/@id"), Some(2));
        assert_eq!(count("//p[not(@id='1')]"), Some(1));
        assert_eq!(count("//n[contains(.,'b')]"), Some(1));
        assert_eq!(count("/r/q"), Some(0));
    }
}
