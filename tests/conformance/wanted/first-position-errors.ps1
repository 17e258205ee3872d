# Which parameter the error names where the first of two positions does not convert.
function Test-Two { [CmdletBinding()] param([Parameter(Position = 0, ValueFromPipeline)][long[]]$Id, [Parameter(Position = 1)][int]$Count) "$Id $Count" }
Test-Two a b
Test-Two a
Test-Two a 1
Test-Two 1 b
Get-History a
Get-History a b
Get-Random a b
Start-Sleep a
