# A cutover migration from the first test to the last synchronisation: the steps of "Use PowerShell to perform a cutover
# migration to Microsoft 365", with the waits that it asks for.
#
#   cutover run --rehearse docs/examples/cutover.ps1      against the practice organisation, in virtual time
#   cutover run docs/examples/cutover.ps1                 for real

$ErrorActionPreference = 'Stop'

function Wait-Batch {
    # Waits until every mailbox of the batch has been synchronised, and shows how far it is.
    param([string] $Name, [int] $Hours = 240)

    $deadline = (Get-Date).AddHours($Hours)
    do {
        Start-Sleep -Seconds 300
        $batch = Get-MigrationBatch -Identity $Name
        Write-Host ('{0}: {1} of {2} mailboxes synced, {3} failed' -f $batch.Status, $batch.SyncedCount, $batch.TotalCount, $batch.FailedCount)
    } until ("$($batch.Status)" -in 'Synced', 'SyncedWithErrors', 'Failed' -or (Get-Date) -gt $deadline)

    if ("$($batch.Status)" -ne 'Synced') {
        Get-MigrationUser -BatchId $Name -Status Failed | Get-MigrationUserStatistics | Format-List Identity, Error*
        throw "The batch '$Name' is $($batch.Status)."
    }
}

# Step 1: prepare. The domain must be an accepted domain of the target; the server must answer.
New-AcceptedDomain -Name contoso.com -DomainName contoso.com | Format-Table Name, DomainName, DomainType

$Credentials = Get-Credential
Test-MigrationServerAvailability -ExchangeOutlookAnywhere -Autodiscover -EmailAddress administrator@contoso.com -Credentials $credentials

# Step 2: create a migration endpoint.
$TSMA = Test-MigrationServerAvailability -ExchangeOutlookAnywhere -Autodiscover -EmailAddress administrator@contoso.com -Credentials $credentials
if ("$($TSMA.Result)" -ne 'Success') { throw $TSMA.Message }
New-MigrationEndpoint -ExchangeOutlookAnywhere -Name CutoverEndpoint -ConnectionSettings $TSMA.ConnectionSettings
Get-MigrationEndpoint CutoverEndpoint | Format-List EndpointType,ExchangeServer,UseAutoDiscover,Max*

# Step 3: create the cutover migration batch.
New-MigrationBatch -Name CutoverBatch -SourceEndpoint CutoverEndpoint
Get-MigrationBatch | Format-List

# Step 4: start it, and wait until every mailbox is there.
Start-MigrationBatch -Identity CutoverBatch
Get-MigrationBatch -Identity CutoverBatch |  Format-List Status
Wait-Batch -Name CutoverBatch
Get-MigrationUser -BatchId CutoverBatch | Get-MigrationUserStatistics | Format-Table Identity, Status, SyncedItemCount, SkippedItemCount, LastSuccessfulSyncTime

# Step 5: route mail to the new mailboxes. Change the MX record now. It can take 72 hours until every sender has seen it.
Write-Host 'Change the MX record now.'
$mxChanged = Get-Date
Start-Sleep -Seconds (72 * 60 * 60)

# Step 6: one more synchronisation after the change, then the batch can go.
while ((Get-MigrationBatch -Identity CutoverBatch).LastSyncedDateTime -lt $mxChanged.AddHours(72)) {
    Start-Sleep -Seconds 3600
}
Get-MigrationBatch -Identity CutoverBatch | Format-List Status, SyncedCount, LastSyncedDateTime
Remove-MigrationBatch -Identity CutoverBatch -Confirm:$false

# Steps 7 and 8, assigning licences, the Autodiscover record and taking the old servers out of service, are done elsewhere.
Get-Mailbox | Get-MailboxStatistics | Format-Table DisplayName, ItemCount, TotalItemSize
