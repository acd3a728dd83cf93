Subject: Re: {{SUBJECT}} [{{TICKET}}]

Hello{{#REQUESTER_NAME}} {{REQUESTER_NAME}}{{/REQUESTER_NAME}},

a colleague comes to your printer. Until then this often helps:

1. Switch the printer off, wait ten seconds, switch it on again.
2. Open every flap and pull out jammed paper in the direction it travels.
3. Send the page again.

If it prints now, reply "works" and we cancel the visit.

-- 
{{DESK_NAME}}, request {{TICKET}}
