# Marks the prompts and commands of a PowerShell in a terminal of Tenon. It is read after the
# person's profile (-NoExit -Command), which may have made PowerShell strict about what is not set.

if (-not (Test-Path Env:TENON_SHELL_ID)) { return }
# No program that runs in here may know the identity: marks without it are not believed.
$Global:__TenonId = $env:TENON_SHELL_ID
Remove-Item Env:TENON_SHELL_ID
# A locked-down PowerShell takes no code of ours into its own functions.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { return }
$Global:__TenonInnerPrompt = $function:prompt

function Global:__Tenon-Escape([string]$text) {
    [regex]::Replace($text, '[\x00-\x1f\x7f;\\]', {
            param($match)
            if ($match.Value -eq '\') { '\\' } else { '\x{0:x2}' -f [int][char]$match.Value }
        })
}

function Global:prompt {
    # Of $? and $LASTEXITCODE the first says whether the last command failed.
    $succeeded = $?
    $native = Get-Variable -Name LASTEXITCODE -Scope Global -ValueOnly -ErrorAction Ignore
    $esc = [char]27; $bel = [char]7
    $exit = if ($succeeded) { 0 } elseif ($native) { $native } else { 1 }
    $out = "$esc]133;D;$exit;aid=$Global:__TenonId$bel"
    if ($PWD.Provider.Name -eq 'FileSystem') {
        $path = [uri]::EscapeDataString($PWD.ProviderPath) -replace '%2F', '/' -replace '%5C', '/'
        if (-not $path.StartsWith('/')) { $path = "/$path" }
        $out += "$esc]7;file://$([uri]::EscapeDataString([Environment]::MachineName))$path$bel"
    }
    $out += "$esc]133;A;aid=$Global:__TenonId$bel"
    # The person's prompt sees the same $? as without us.
    if (-not $succeeded) { Write-Error 'failed' -ErrorAction Ignore }
    $out += $Global:__TenonInnerPrompt.Invoke()
    $out += "$esc]133;B;aid=$Global:__TenonId$bel"
    $Global:LASTEXITCODE = $native
    $out
}

if (Test-Path Function:PSConsoleHostReadLine) {
    $Global:__TenonInnerReadLine = $function:PSConsoleHostReadLine
    function Global:PSConsoleHostReadLine {
        $line = $Global:__TenonInnerReadLine.Invoke()
        $esc = [char]27; $bel = [char]7
        if ("$line".Trim()) {
            [Console]::Write("$esc]633;E;$(__Tenon-Escape "$line");$Global:__TenonId$bel$esc]133;C;aid=$Global:__TenonId$bel")
        }
        $line
    }
}
