# Which words of a command may hold < and > ?
function Show { foreach ($a in $args) { "[$a]" } }
foreach ($text in 'Show a<b', 'Show a>b', 'Show "a"<b', 'Show -x:<b', 'Show <b', 'Show a< b', 'Show 2<b', 'Show a2>b') {
    try { "$text => " + ((Invoke-Expression $text) -join '') } catch { "$text => $($_.FullyQualifiedErrorId)" }
}
foreach ($name in 'b') { if (Test-Path $name) { Remove-Item $name } }
