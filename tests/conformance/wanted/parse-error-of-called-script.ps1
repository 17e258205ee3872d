# Does a script go on behind a call of a script, or an Invoke-Expression, that does not parse?
$file = Join-Path ([IO.Path]::GetTempPath()) 'cutover-does-not-parse.ps1'
Set-Content -Path $file -Value 'if {'
. $file
'behind dot-sourcing'
& $file
'behind a call'
Invoke-Expression 'if {'
'behind Invoke-Expression'
. $file *>&1 | ForEach-Object { "redirected: $($_.FullyQualifiedErrorId)" }
[scriptblock]::Create('if {')
'behind Create'
Remove-Item $file
