# The error of a typed variable's value: the first time, again with the same type, and as a parameter.
function F([int]$n) { try { $n = 'x' } catch { "parameter: $($_.FullyQualifiedErrorId) $($_.Exception.GetType().Name)" } }
F 1
function G { [int]$a = 1; try { [int]$a = 'x' } catch { "twice: $($_.FullyQualifiedErrorId) $($_.Exception.GetType().Name)" } }
G
function H2 { try { [int]$a = 'x' } catch { "once: $($_.FullyQualifiedErrorId) $($_.Exception.GetType().Name)" } }
H2
try { [int]$b = 'x' } catch { "script once: $($_.FullyQualifiedErrorId) $($_.Exception.GetType().Name)" }
[int]$c = 1
try { $c = 'x' } catch { "script plain: $($_.FullyQualifiedErrorId) $($_.Exception.GetType().Name)" }
function D([datetime]$When, [timespan]$Span, [guid]$Id, [DayOfWeek]$Day, [char]$C, [version]$V) { "$When|$Span|$Id|$Day|$C|$V" }
D
function E1 { param([datetime]$When, [DayOfWeek]$Day) foreach ($k in $PSBoundParameters.Keys) { $k }; 'ran' }
E1
function E2([datetime]$When, [DayOfWeek]$Day) { foreach ($k in $PSBoundParameters.Keys) { $k }; 'ran' }
E2
