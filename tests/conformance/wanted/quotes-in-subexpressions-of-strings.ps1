# Which quotes end what inside of $( ) in a double-quoted string.
"1 $(if ('a' -ne `"`") { 'x' })"
"2 $("a`"b")"
"3 $("")"
"4 $(""a"")"
"5 $(if ($true) {"yes"} else {""})"
"6 $('a' + `"b`")"
"7 $(Write-Output `"a b`")"
